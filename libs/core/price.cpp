#include "core/price.hpp"

#include "core/decimal_text.hpp"

#include <boost/multiprecision/cpp_int.hpp>

namespace unrip {
namespace {

using boost::multiprecision::uint512_t;

constexpr unsigned kDecimalsMax = 38;

const uint512_t& wide_power_of_ten(unsigned exponent) {
    static const auto powers_of_ten = [] {
        std::array<uint512_t, Price::kPlaces + kDecimalsMax + 1> powers;
        uint512_t power = 1;
        for (auto& entry : powers) {
            entry = power;
            power *= 10;
        }
        return powers;
    }();
    return powers_of_ten.at(exponent);
}

/// The quotient of two wide products, if it fits. The factors are 128 bits and a power of ten below
/// 10^57, so 512 bits hold every product.
Result<u128> divide_wide(
    const uint512_t& numerator, const uint512_t& denominator, Rounding rounding
) {
    if (denominator == 0) return fail(Error::Kind::overflow, "division by a price of zero");
    uint512_t quotient = numerator / denominator;
    if (rounding == Rounding::up && quotient * denominator != numerator) ++quotient;
    if (quotient > kU128Max)
        return fail(Error::Kind::overflow, "a converted amount exceeds 128 bits");
    return static_cast<u128>(quotient);
}

Result<Price> to_price(const Result<u128>& raw) {
    if (!raw) return raw.failure();
    return Price::from_raw(*raw);
}

Result<Amount> to_amount(const Result<u128>& atoms) {
    if (!atoms) return atoms.failure();
    return Amount{*atoms};
}

}  // namespace

Result<Price> Price::parse(std::string_view text) {
    return to_price(parse_decimal(text, kPlaces));
}

std::string Price::to_string() const {
    return decimal_text(raw_, kPlaces);
}

Result<Price> shifted(Price price, Ratio shift, Rounding rounding) {
    const auto factor = Ratio::kOne + shift.millionths();
    if (factor < 0) return fail(Error::Kind::overflow, "a price shifted below zero");
    return to_price(mul_div(price.raw(), static_cast<u128>(factor), u128{Ratio::kOne}, rounding));
}

Price middle(Price low, Price high) {
    const u128 both_odd = low.raw() & high.raw() & 1;
    return Price::from_raw(low.raw() / 2 + high.raw() / 2 + both_odd);
}

Result<Price> divide(Price numerator, Price denominator, Rounding rounding) {
    return to_price(
        mul_div(numerator.raw(), power_of_ten(Price::kPlaces), denominator.raw(), rounding)
    );
}

Result<Price> multiply(Price left, Price right, Rounding rounding) {
    return to_price(mul_div(left.raw(), right.raw(), power_of_ten(Price::kPlaces), rounding));
}

Result<Ratio> distance(Price left, Price right) {
    const u128 gap = left > right ? left.raw() - right.raw() : right.raw() - left.raw();
    const auto share = mul_div(gap, u128{Ratio::kOne}, right.raw(), Rounding::up);
    if (!share) return share.failure();
    if (*share > static_cast<u128>(INT64_MAX)) {
        return fail(Error::Kind::overflow, "two prices are too far apart to compare");
    }
    return Ratio::millionths(static_cast<std::int64_t>(*share));
}

Result<Amount> base_to_quote(Amount base, Price price, Decimals decimals, Rounding rounding) {
    check(
        decimals.base <= kDecimalsMax && decimals.quote <= kDecimalsMax,
        "a token with over 38 decimals"
    );
    const uint512_t product =
        uint512_t{base.atoms()} * price.raw() * wide_power_of_ten(decimals.quote);
    return to_amount(
        divide_wide(product, wide_power_of_ten(Price::kPlaces + decimals.base), rounding)
    );
}

Result<Amount> quote_to_base(Amount quote, Price price, Decimals decimals, Rounding rounding) {
    check(
        decimals.base <= kDecimalsMax && decimals.quote <= kDecimalsMax,
        "a token with over 38 decimals"
    );
    const uint512_t product =
        uint512_t{quote.atoms()} * wide_power_of_ten(Price::kPlaces + decimals.base);
    return to_amount(
        divide_wide(product, uint512_t{price.raw()} * wide_power_of_ten(decimals.quote), rounding)
    );
}

}  // namespace unrip
