#include "backlog.hpp"

#include "bus/backlog.hpp"
#include "net/sleep.hpp"
#include "presence/announcer.hpp"
#include "runtime/service.hpp"
#include "runtime/state.hpp"

#include <algorithm>
#include <map>

namespace unrip::history_writer {
namespace {

constexpr Milliseconds kEvery{5'000};
constexpr Milliseconds kAnswerLimit{2'000};

std::string percent(Ratio share) {
    constexpr std::int64_t kOnePercent = Ratio::kOne / 100;
    return std::to_string(share.millionths() / kOnePercent) + " %";
}

void tell(presence::Announcer& announcer, const std::string& stream, const bus::Backlog& backlog) {
    announcer.raise(
        {.name = "writer_lag",
         .key = "writer_lag/" + stream,
         .severity = messages::AlertSeverity::critical,
         .summary = "The history of " + stream + " is behind by more than " +
                    percent(backlog.share()) + " of the stream's room.",
         .fix =
             "See why PostgreSQL is slow or away (GET /healthz on 8085), or give the stream more "
             "room in deploy/nats/streams.json and run unrip-streams.",
         .details =
             {{"messages_waiting", std::to_string(backlog.waiting)},
              {"stream_bytes_max", std::to_string(backlog.bytes_max)}}}
    );
}

void tell_lost(
    presence::Announcer& announcer,
    const std::string& stream,
    std::uint64_t newest,
    std::uint64_t known
) {
    announcer.raise(
        {.name = "stream_lost",
         .key = "stream_lost/" + stream,
         .severity = messages::AlertSeverity::critical,
         .summary = "The stream " + stream +
                    " went back: nats-server lost messages that were stored, and nothing new is "
                    "written to the history until its numbers pass those lost.",
         .fix = "Disarm and freeze withdrawals at once. See \"When JetStream lost a stream\" in "
                "docs/OPERATOR_RUNBOOK.md.",
         .details = {{"newest", std::to_string(newest)}, {"newest_before", std::to_string(known)}}}
    );
}

}  // namespace

Task<void> watch_backlog(
    runtime::Service& service,
    presence::Announcer& announcer,
    bus::Connection& bus,
    std::vector<std::string> streams,
    Ratio share_max
) {
    std::map<std::string, std::uint64_t> newest;
    while (true) {
        for (const auto& stream : streams) {
            const auto backlog = co_await bus::backlog_of(bus, stream, kConsumer, kAnswerLimit);
            if (!backlog) {
                service.state().remember_error("backlog of " + stream, backlog.error().detail);
                continue;
            }
            auto& known = newest[stream];
            known = std::max({known, backlog->last, backlog->delivered});
            if (backlog->last < known) tell_lost(announcer, stream, backlog->last, known);
            if (backlog->share() > share_max) {
                tell(announcer, stream, *backlog);
            } else {
                announcer.clear("writer_lag/" + stream);
            }
        }
        co_await net::sleep_for(kEvery);
    }
}

}  // namespace unrip::history_writer
