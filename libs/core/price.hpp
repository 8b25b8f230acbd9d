#pragma once

#include "core/ratio.hpp"

#include <compare>
#include <string>
#include <string_view>

namespace unrip {

/// Whole quote tokens for one whole base token (EURe for one BTC), fixed point with 18 places.
class Price {
  public:
    static constexpr unsigned kPlaces = 18;

    constexpr Price() = default;
    static constexpr Price from_raw(u128 raw) { return Price{raw}; }
    static Result<Price> parse(std::string_view text);

    /// In counts of 10^-18.
    constexpr u128 raw() const { return raw_; }
    constexpr bool is_zero() const { return raw_ == 0; }
    std::string to_string() const;

    friend constexpr auto operator<=>(Price, Price) = default;

  private:
    explicit constexpr Price(u128 raw) : raw_{raw} {}

    u128 raw_ = 0;
};

/// `price * (1 + shift)`: a bid is shifted by minus the half spread and rounded down, an ask up.
Result<Price> shifted(Price price, Ratio shift, Rounding rounding);

/// The middle of two prices, rounded down.
Price middle(Price low, Price high);

/// BTC/USD over EUR/USD is BTC/EUR.
Result<Price> divide(Price numerator, Price denominator, Rounding rounding);
Result<Price> multiply(Price left, Price right, Rounding rounding);

/// |left - right| / right in millionths, rounded up. `right` must not be zero.
Result<Ratio> distance(Price left, Price right);

/// What amounts of the two tokens of a pair have to do with each other.
struct Decimals {
    unsigned base = 0;
    unsigned quote = 0;
};

Result<Amount> base_to_quote(Amount base, Price price, Decimals decimals, Rounding rounding);
Result<Amount> quote_to_base(Amount quote, Price price, Decimals decimals, Rounding rounding);

}  // namespace unrip
