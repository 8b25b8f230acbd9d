#pragma once

#include "core/int128.hpp"

#include <compare>
#include <string>
#include <string_view>

namespace unrip {

/// A count of a token's smallest unit. It does not know its token; the struct around it does.
/// On the wire it is a decimal string, never a JSON number.
class Amount {
  public:
    constexpr Amount() = default;
    explicit constexpr Amount(u128 atoms) : atoms_{atoms} {}

    /// Base units, as the chain writes them: "10000".
    static Result<Amount> parse(std::string_view digits);

    /// Whole tokens, as a person writes them: "0.0001" at 8 decimals is 10000 base units.
    static Result<Amount> parse_tokens(std::string_view text, unsigned decimals);

    std::string to_string() const;

    /// Whole tokens, without trailing zeros: 10000 base units at 8 decimals is "0.0001".
    std::string to_tokens(unsigned decimals) const;

    constexpr u128 atoms() const { return atoms_; }
    constexpr bool is_zero() const { return atoms_ == 0; }

    friend constexpr auto operator<=>(Amount, Amount) = default;

  private:
    u128 atoms_ = 0;
};

Result<Amount> add(Amount left, Amount right);
Result<Amount> subtract(Amount left, Amount right);
Result<Amount> mul_div(Amount amount, u128 numerator, u128 denominator, Rounding rounding);

}  // namespace unrip
