#pragma once

#include <cstdint>
#include <optional>

namespace unrip::runtime {

/// The process that listens on this TCP port, where /proc tells it (our own user's processes, or
/// anyone's for root).
std::optional<int> listening_process(std::uint16_t port);

}  // namespace unrip::runtime
