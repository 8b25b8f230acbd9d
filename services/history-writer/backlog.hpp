#pragma once

#include "core/ratio.hpp"
#include "net/task.hpp"
#include "stream_memory.hpp"

#include <array>

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

inline constexpr std::array<const char*, 3> kStreams{"DEMAND", "MARKET", "TRADES"};

/// Raises `writer_lag` while what is not written yet takes more than this share of a stream's room:
/// a stream that is full refuses trades, or forgets what was never written. Raises `stream_lost`
/// when a stream has lost what its reader was given, what PostgreSQL has of it (`memory`), or what
/// was its newest message before, and keeps it: a person must look. Runs until cancelled.
Task<void> watch_backlog(
    runtime::Service& service,
    presence::Announcer& announcer,
    bus::Connection& bus,
    StreamMemory memory,
    Ratio share_max
);

}  // namespace unrip::history_writer
