#include "backlog.hpp"

#include "bus/backlog.hpp"
#include "net/sleep.hpp"
#include "presence/announcer.hpp"
#include "runtime/service.hpp"
#include "runtime/state.hpp"

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

}  // namespace

Task<void> watch_backlog(
    runtime::Service& service,
    presence::Announcer& announcer,
    bus::Connection& bus,
    std::vector<std::string> streams,
    Ratio share_max
) {
    while (true) {
        for (const auto& stream : streams) {
            const auto backlog = co_await bus::backlog_of(bus, stream, kConsumer, kAnswerLimit);
            if (!backlog) {
                service.state().remember_error("backlog of " + stream, backlog.error().detail);
            } else if (backlog->share() > share_max) {
                tell(announcer, stream, *backlog);
            } else {
                announcer.clear("writer_lag/" + stream);
            }
        }
        co_await net::sleep_for(kEvery);
    }
}

}  // namespace unrip::history_writer
