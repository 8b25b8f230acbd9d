#pragma once

#include "core/amount.hpp"
#include "core/price.hpp"
#include "venue/json/json_value.hpp"

#include <cstdint>
#include <optional>

namespace unrip::venue {

/// A JSON number or a string of one, written out without an exponent: "1e+21" is a one with 21
/// zeros. Servers written in JavaScript write large amounts that way.
Result<std::string> plain_decimal(const JsonValue& value);

/// A whole number, not negative, exactly as sent. Accepts a number or a string; "5.0" is five, 5.5
/// is refused.
Result<Amount> exact_amount(const JsonValue& value);

/// A price, not negative, with at most 18 places, exactly as sent. Accepts a number or a string.
Result<Price> exact_price(const JsonValue& value);

/// A whole JSON number from 0 to 2^63-1; nothing for anything else, a string included.
std::optional<std::int64_t> whole_number(const JsonValue& value);

}  // namespace unrip::venue
