#pragma once

#include "core/ratio.hpp"
#include "net/task.hpp"

#include <string>
#include <vector>

namespace unrip::bus {
class Connection;
}  // namespace unrip::bus

namespace unrip::presence {
class Announcer;
}  // namespace unrip::presence

namespace unrip::runtime {
class Service;
}  // namespace unrip::runtime

namespace unrip::history_writer {

/// Under which JetStream remembers how far the history is written.
inline constexpr auto kConsumer = "history-writer";

/// Raises `writer_lag` while what is not written yet takes more than this share of a stream's room:
/// a stream that is full refuses trades, or forgets what was never written. Raises `stream_lost`
/// when a stream went back behind what was read of it, and keeps it: the numbers grow again, and
/// what they pass meanwhile is never written. Runs until cancelled.
Task<void> watch_backlog(
    runtime::Service& service,
    presence::Announcer& announcer,
    bus::Connection& bus,
    std::vector<std::string> streams,
    Ratio share_max
);

}  // namespace unrip::history_writer
