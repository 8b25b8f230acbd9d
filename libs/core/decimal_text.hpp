#pragma once

#include "core/int128.hpp"

#include <string>
#include <string_view>

namespace unrip {

/// A whole number of 10^-decimals, written as a decimal without trailing zeros: 15 at 1 is "1.5".
std::string decimal_text(u128 value, unsigned decimals);

/// The reverse. More places than `decimals` are refused unless they are zeros: nothing is lost
/// unseen.
Result<u128> parse_decimal(std::string_view text, unsigned decimals);

}  // namespace unrip
