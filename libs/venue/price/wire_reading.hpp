#pragma once

#include "venue/json/json_value.hpp"
#include "venue/price/price_wire.hpp"

namespace unrip::venue {

// What the wires of all sources have in common when they read.

/// The object in a frame, or why there is none.
std::variant<JsonValue, FeedIgnored> read_feed_object(std::string_view frame);

/// The member as an exact price; nothing when it is missing or none.
std::optional<Price> read_price(const JsonValue& holder, std::string_view name);

/// The member as a whole number; nothing when it is missing or none.
std::optional<std::uint64_t> read_count(const JsonValue& holder, std::string_view name);

/// An RFC 3339 member: absent is fine, unreadable is not.
struct ReadTime {
    bool readable = true;
    std::optional<Instant> time;
};
ReadTime read_rfc3339(const JsonValue& holder, std::string_view name);

/// Microseconds since 1970, as text.
ReadTime read_unix_us(const JsonValue& holder, std::string_view name);

std::vector<std::string> socket_names(const std::vector<WireSymbol>& symbols);

/// The name among those we asked for?
bool is_ours(const std::vector<std::string>& symbols, std::string_view symbol);

inline FeedMessage ignored(FeedProblem problem) {
    return FeedIgnored{problem};
}

}  // namespace unrip::venue
