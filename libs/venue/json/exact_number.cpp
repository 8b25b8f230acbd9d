#include "venue/json/exact_number.hpp"

#include "core/decimal_text.hpp"

#include <charconv>
#include <limits>

namespace unrip::venue {
namespace {

// Further than any amount or price goes; keeps "1e999999999" from becoming a gigabyte of zeros.
constexpr int kExponentMax = 80;
constexpr std::size_t kDigitsMax = 400;

Failure not_exact(std::string_view text) {
    return fail(Error::Kind::malformed, "not a number: " + std::string{text.substr(0, 48)});
}

bool all_digits(std::string_view text) {
    return text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::optional<int> read_exponent(std::string_view text) {
    if (!text.empty() && text.front() == '+') text.remove_prefix(1);
    int exponent = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), exponent);
    if (problem != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    if (exponent > kExponentMax || exponent < -kExponentMax) return std::nullopt;
    return exponent;
}

/// Moves the point of `whole`.`places` by `exponent` digits.
std::string shift_point(std::string_view whole, std::string_view places, int exponent) {
    std::string digits{whole};
    digits += places;
    const int point = static_cast<int>(whole.size()) + exponent;
    if (point <= 0) {
        digits.insert(0, static_cast<std::size_t>(1 - point), '0');
        digits.insert(1, 1, '.');
    } else if (static_cast<std::size_t>(point) < digits.size()) {
        digits.insert(static_cast<std::size_t>(point), 1, '.');
    } else {
        digits.append(static_cast<std::size_t>(point) - digits.size(), '0');
    }
    return digits;
}

Result<std::string> plain_decimal(std::string_view text) {
    if (text.size() > kDigitsMax) return not_exact(text);
    const auto mark = text.find_first_of("eE");
    const auto mantissa = text.substr(0, mark);
    const auto point = mantissa.find('.');
    const auto whole = mantissa.substr(0, point);
    const auto places =
        point == std::string_view::npos ? std::string_view{} : mantissa.substr(point + 1);
    if (whole.empty() || !all_digits(whole) || !all_digits(places)) return not_exact(text);
    if (point != std::string_view::npos && places.empty()) return not_exact(text);
    if (mark == std::string_view::npos) return std::string{text};

    const auto exponent = read_exponent(text.substr(mark + 1));
    if (!exponent) return not_exact(text);
    return shift_point(whole, places, *exponent);
}

}  // namespace

Result<std::string> plain_decimal(const JsonValue& value) {
    if (const auto* number = value.number()) return plain_decimal(std::string_view{*number});
    if (const auto* text = value.string()) return plain_decimal(std::string_view{*text});
    return fail(Error::Kind::malformed, "neither a number nor the text of one");
}

Result<Amount> exact_amount(const JsonValue& value) {
    const auto plain = plain_decimal(value);
    if (!plain) return plain.failure();
    const auto atoms = parse_decimal(*plain, 0);
    if (!atoms) return atoms.failure();
    return Amount{*atoms};
}

Result<Price> exact_price(const JsonValue& value) {
    const auto plain = plain_decimal(value);
    if (!plain) return plain.failure();
    return Price::parse(*plain);
}

std::optional<std::int64_t> whole_number(const JsonValue& value) {
    if (value.number() == nullptr) return std::nullopt;
    const auto amount = exact_amount(value);
    if (!amount || amount->atoms() > static_cast<u128>(std::numeric_limits<std::int64_t>::max())) {
        return std::nullopt;
    }
    return static_cast<std::int64_t>(amount->atoms());
}

}  // namespace unrip::venue
