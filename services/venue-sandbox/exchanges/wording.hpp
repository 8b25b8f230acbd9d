#pragma once

#include "core/time.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace unrip::sandbox {

/// "2026-11-20T09:00:00.123456Z", as Kraken and Coinbase write times.
std::string microsecond_text(Instant at);

/// `"name":"value"`, both as they are: for values that need no escaping.
std::string quoted(std::string_view name, std::string_view value);

/// Whether a trade happened at that look at the market: some exchanges speak only then.
bool trade_at(std::uint64_t seed, std::string_view place, std::uint64_t count);

}  // namespace unrip::sandbox
