#pragma once

#include "core/result.hpp"

#include <string>
#include <string_view>

namespace unrip {

__extension__ using u128 = unsigned __int128;
__extension__ using i128 = __int128;

inline constexpr u128 kU128Max = ~u128{0};
inline constexpr i128 kI128Max = static_cast<i128>(kU128Max >> 1);
inline constexpr i128 kI128Min = -kI128Max - 1;

/// Which way an inexact division goes. Never defaulted: the caller always says who keeps the dust.
enum class Rounding { down, up };

std::string to_text(u128 value);
std::string to_text(i128 value);

/// Digits only: no sign, no space, no exponent. Leading zeros are allowed.
Result<u128> parse_u128(std::string_view digits);

/// Digits with at most one leading `+` or `-`.
Result<i128> parse_i128(std::string_view text);

Result<u128> add(u128 left, u128 right);
Result<u128> subtract(u128 left, u128 right);
Result<u128> multiply(u128 left, u128 right);
Result<i128> add(i128 left, i128 right);
Result<i128> subtract(i128 left, i128 right);

/// `value * numerator / denominator` over a 256-bit product, so only the result can overflow.
Result<u128> mul_div(u128 value, u128 numerator, u128 denominator, Rounding rounding);

/// 10 to the power of `exponent`, which is at most 38.
u128 power_of_ten(unsigned exponent);

}  // namespace unrip
