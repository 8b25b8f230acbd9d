#pragma once

#include "core/result.hpp"
#include "core/time.hpp"

#include <string>
#include <string_view>

namespace unrip::bus {

/// Reads "2026-11-20T11:03:22.123456789Z", as JetStream writes it: UTC, up to nine decimals.
Result<Instant> parse_stored_time(std::string_view text);

/// The same, written, to the nanosecond.
std::string stored_time_text(Instant time);

}  // namespace unrip::bus
