#pragma once

#include "core/time.hpp"

#include <cstddef>

namespace unrip::bus {

/// Whether a message may wait for others, to share a write with them. A message by itself costs the
/// server and each who hears it a wake-up, which is dearer than all the rest of it.
enum class Urgency {
    at_once,  ///< Leaves with what else this turn of the loop says.
    /// Nobody acts on it soon: leaves with others of its kind after at most kLeisure. It keeps its
    /// place among them, but what is said at once meanwhile overtakes it. A process that is killed
    /// loses what waits, as it would have a moment earlier; one that stops says it first.
    at_leisure,
};

inline constexpr Milliseconds kLeisure{5};
/// So much does not wait any longer.
inline constexpr std::size_t kLeisureBytesMax = std::size_t{64} << 10U;

}  // namespace unrip::bus
