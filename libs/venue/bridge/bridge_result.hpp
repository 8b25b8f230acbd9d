#pragma once

#include "venue/json/json_value.hpp"

namespace unrip::venue {

/// The result of a bridge answer. What the bridge has only not seen yet is unavailable, everything
/// else it complains about is refused, both with its own words.
Result<JsonValue> bridge_result(std::string_view body);

/// A count of decimals from 0 to 38.
std::optional<unsigned> read_decimals(const JsonValue& holder, std::string_view name);

}  // namespace unrip::venue
