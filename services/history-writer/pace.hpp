#pragma once

#include "core/time.hpp"

#include <cstdint>

namespace unrip::history_writer {

/// How long to rest after a batch of so many that took so long to write, while so many still wait.
/// What comes in as it is said is written at once. Whoever catches up works half of the time at
/// most, so that trading finds the processor, the disk and the server free in between.
Milliseconds rest_after(Nanoseconds took, std::size_t batch_max, std::uint64_t waiting);

}  // namespace unrip::history_writer
