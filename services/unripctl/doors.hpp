#pragma once

#include <cstdint>
#include <string_view>

namespace unrip::unripctl {

/// Whether somebody listens on this port at an address that is not loopback. `table` is what
/// /proc/net/tcp or tcp6 holds.
bool listens_beyond_loopback(std::string_view table, std::uint16_t port);

/// The same for this machine as it is now. What another network namespace listens on is not seen.
bool listens_beyond_loopback(std::uint16_t port);

}  // namespace unrip::unripctl
