#pragma once

#include "core/time.hpp"

#include <cstdint>
#include <optional>

namespace unrip::history_writer {

/// A message that a stream is known to have held: its number, and when nats-server stored it. Both
/// together name it: numbers are given anew by a stream that has lost its messages.
struct StreamMark {
    std::uint64_t seq = 0;
    Instant stored_at;
};

/// Whether the stream has lost it. `last` is the stream's newest number, `held_at` the time of what
/// it holds under the mark's number; absent where it holds nothing there, which is no loss: what is
/// old enough goes.
bool is_lost(const StreamMark& mark, std::uint64_t last, std::optional<Instant> held_at);

}  // namespace unrip::history_writer
