#include "core/decimal_text.hpp"

namespace unrip {

std::string decimal_text(u128 value, unsigned decimals) {
    const u128 one = power_of_ten(decimals);
    std::string text = to_text(value / one);

    std::string places = to_text(value % one);
    places.insert(0, decimals - std::min<std::size_t>(decimals, places.size()), '0');
    places.erase(places.find_last_not_of('0') + 1);
    if (!places.empty()) text += "." + places;
    return text;
}

Result<u128> parse_decimal(std::string_view text, unsigned decimals) {
    const auto malformed = [&] {
        return fail(
            Error::Kind::malformed, "not a decimal number: " + std::string{text.substr(0, 48)}
        );
    };
    const auto point = text.find('.');
    const auto whole_digits = text.substr(0, point);
    auto places = point == std::string_view::npos ? std::string_view{} : text.substr(point + 1);
    if (whole_digits.empty() || (point != std::string_view::npos && places.empty()))
        return malformed();

    const auto last = places.find_last_not_of('0');
    if (places.find_first_not_of("0123456789") != std::string_view::npos) return malformed();
    places = places.substr(0, last + 1);
    if (places.size() > decimals) {
        return fail(
            Error::Kind::malformed,
            std::string{text.substr(0, 48)} + " has more than " + std::to_string(decimals) +
                " places"
        );
    }

    std::string digits{whole_digits};
    digits += places;
    digits.append(decimals - places.size(), '0');
    return parse_u128(digits);
}

}  // namespace unrip
