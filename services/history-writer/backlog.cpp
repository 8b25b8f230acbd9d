#include "backlog.hpp"

#include "bus/backlog.hpp"
#include "bus/stored.hpp"
#include "net/sleep.hpp"
#include "presence/announcer.hpp"
#include "runtime/service.hpp"
#include "runtime/state.hpp"

#include <map>
#include <optional>
#include <utility>

namespace unrip::history_writer {
namespace {

constexpr Milliseconds kEvery{5'000};
constexpr Milliseconds kAnswerLimit{2'000};

std::string percent(Ratio share) {
    constexpr std::int64_t one_percent = Ratio::kOne / 100;
    return std::to_string(share.millionths() / one_percent) + " %";
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

/// What is known of one stream.
struct Watched {
    std::optional<StreamMark> mark;
    /// The newest number at the time, and the one that it contradicts.
    struct Loss {
        std::uint64_t newest = 0;
        std::uint64_t known = 0;
    };
    std::optional<Loss> loss;
};

void tell_lost(
    presence::Announcer& announcer, const std::string& stream, const Watched::Loss& loss
) {
    announcer.raise(
        {.name = "stream_lost",
         .key = "stream_lost/" + stream,
         .severity = messages::AlertSeverity::critical,
         .summary = "The stream " + stream +
                    " went back: nats-server lost messages that were stored, and what is new may "
                    "not be written to the history until its numbers pass those lost.",
         .fix = "Disarm and freeze withdrawals at once. See \"When JetStream lost a stream\" in "
                "docs/OPERATOR_RUNBOOK.md.",
         .details =
             {{"newest", std::to_string(loss.newest)},
              {"newest_before", std::to_string(loss.known)}}}
    );
}

/// When the stream stored what it holds under this number; absent where it holds nothing there.
Task<Result<std::optional<Instant>>> held_at(
    bus::Connection& bus, std::string stream, std::uint64_t seq
) {
    const auto found = co_await bus::next_stored(bus, std::move(stream), ">", seq, kAnswerLimit);
    if (!found) co_return found.failure();
    if (!*found || (*found)->seq != seq) co_return std::optional<Instant>{};
    co_return std::optional<Instant>{(*found)->stored_at};
}

/// Compares the stream with what is known of it, and knows its newest message from then on.
Task<Result<void>> compare(
    bus::Connection& bus, std::string stream, const bus::Backlog& backlog, Watched& watched
) {
    if (backlog.delivered > backlog.last) {
        watched.loss = {backlog.last, backlog.delivered};
    }
    if (watched.mark) {
        const auto mark = *watched.mark;
        const auto held = co_await held_at(bus, stream, mark.seq);
        if (!held) co_return held.failure();
        if (is_lost(mark, backlog.last, *held)) watched.loss = {backlog.last, mark.seq};
    }
    if (backlog.last_stored_at) watched.mark = {backlog.last, *backlog.last_stored_at};
    co_return Result<void>{};
}

}  // namespace

Task<void> watch_backlog(
    runtime::Service& service,
    presence::Announcer& announcer,
    bus::Connection& bus,
    StreamMemory memory,
    Ratio share_max
) {
    std::map<std::string, Watched> all;
    for (const auto& [stream, mark] : memory)
        all[stream].mark = mark;
    while (true) {
        for (const std::string stream : kStreams) {
            const auto backlog = co_await bus::backlog_of(bus, stream, kConsumer, kAnswerLimit);
            if (!backlog) {
                service.state().remember_error("backlog of " + stream, backlog.error().detail);
                continue;
            }
            auto& watched = all[stream];
            const auto compared = co_await compare(bus, stream, *backlog, watched);
            if (!compared) {
                service.state().remember_error(
                    "what " + stream + " holds", compared.error().detail
                );
            }
            if (watched.loss) tell_lost(announcer, stream, *watched.loss);
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
