#include "core/int128.hpp"

#include <boost/multiprecision/cpp_int.hpp>

#include <array>

namespace unrip {
namespace {

using boost::multiprecision::uint256_t;

constexpr std::size_t kDigitsMax = 39;

Failure too_long(std::string_view text) {
    return fail(Error::Kind::overflow, "over 128 bits: " + std::string{text.substr(0, 48)});
}

constexpr std::array<u128, kDigitsMax> powers_of_ten() {
    std::array<u128, kDigitsMax> powers{};
    u128 power = 1;
    for (auto& entry : powers) {
        entry = power;
        power *= 10;
    }
    return powers;
}

constexpr auto kPowersOfTen = powers_of_ten();

}  // namespace

std::string to_text(u128 value) {
    std::array<char, kDigitsMax> digits{};
    std::size_t first = digits.size();
    do {
        digits.at(--first) = static_cast<char>('0' + static_cast<int>(value % 10));
        value /= 10;
    } while (value != 0);
    return {digits.begin() + first, digits.end()};
}

std::string to_text(i128 value) {
    if (value >= 0) return to_text(static_cast<u128>(value));
    return "-" + to_text(u128{0} - static_cast<u128>(value));
}

Result<u128> parse_u128(std::string_view digits) {
    if (digits.empty()) return fail(Error::Kind::malformed, "a number needs digits");

    u128 value = 0;
    for (const char digit : digits) {
        if (digit < '0' || digit > '9') {
            return fail(
                Error::Kind::malformed, "not a whole number: " + std::string{digits.substr(0, 48)}
            );
        }
        const bool overflows =
            __builtin_mul_overflow(value, u128{10}, &value) ||
            __builtin_add_overflow(value, static_cast<u128>(digit - '0'), &value);
        if (overflows) return too_long(digits);
    }
    return value;
}

Result<i128> parse_i128(std::string_view text) {
    const bool negative = text.starts_with('-');
    const bool has_sign = negative || text.starts_with('+');
    const auto size = parse_u128(text.substr(has_sign ? 1 : 0));
    if (!size) return size.failure();

    const u128 largest = static_cast<u128>(kI128Max) + (negative ? 1 : 0);
    if (*size > largest) return too_long(text);
    return static_cast<i128>(negative ? u128{0} - *size : *size);
}

Result<u128> add(u128 left, u128 right) {
    u128 sum = 0;
    if (__builtin_add_overflow(left, right, &sum)) {
        return fail(Error::Kind::overflow, to_text(left) + " + " + to_text(right));
    }
    return sum;
}

Result<u128> subtract(u128 left, u128 right) {
    if (left < right) return fail(Error::Kind::overflow, to_text(left) + " - " + to_text(right));
    return left - right;
}

Result<u128> multiply(u128 left, u128 right) {
    u128 product = 0;
    if (__builtin_mul_overflow(left, right, &product)) {
        return fail(Error::Kind::overflow, to_text(left) + " * " + to_text(right));
    }
    return product;
}

Result<i128> add(i128 left, i128 right) {
    i128 sum = 0;
    if (__builtin_add_overflow(left, right, &sum)) {
        return fail(Error::Kind::overflow, to_text(left) + " + " + to_text(right));
    }
    return sum;
}

Result<i128> subtract(i128 left, i128 right) {
    i128 difference = 0;
    if (__builtin_sub_overflow(left, right, &difference)) {
        return fail(Error::Kind::overflow, to_text(left) + " - " + to_text(right));
    }
    return difference;
}

Result<u128> mul_div(u128 value, u128 numerator, u128 denominator, Rounding rounding) {
    if (denominator == 0) return fail(Error::Kind::overflow, "division by zero");

    const uint256_t product = uint256_t{value} * numerator;
    uint256_t quotient = product / denominator;
    if (rounding == Rounding::up && quotient * denominator != product) ++quotient;

    if (quotient > kU128Max) {
        return fail(
            Error::Kind::overflow,
            to_text(value) + " * " + to_text(numerator) + " / " + to_text(denominator)
        );
    }
    return static_cast<u128>(quotient);
}

u128 power_of_ten(unsigned exponent) {
    check(exponent < kPowersOfTen.size(), "a power of ten beyond 128 bits");
    return kPowersOfTen.at(exponent);
}

}  // namespace unrip
