#pragma once

#include "core/int128.hpp"
#include "core/time.hpp"

namespace unrip::near {

/// "2026-11-20T09:00:00.000Z": UTC, three decimals, as the official clients write deadlines.
/// Years 0000 to 9999; anything else is our own mistake.
std::string to_rfc3339(std::int64_t unix_ms);

/// The same, cut to whole milliseconds.
std::string to_rfc3339(Instant instant);

/// RFC 3339 with a zone (`Z` or a numeric offset) and up to any number of decimals, of which nine
/// count. Leap seconds are refused: a deadline has no use for them.
Result<Instant> parse_rfc3339(std::string_view text);

/// Nanoseconds since 1970, for the years that an Instant can't hold.
Result<i128> parse_rfc3339_ns(std::string_view text);

}  // namespace unrip::near
