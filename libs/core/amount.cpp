#include "core/amount.hpp"

#include "core/decimal_text.hpp"

namespace unrip {
namespace {

Result<Amount> to_amount(const Result<u128>& atoms) {
    if (!atoms) return atoms.failure();
    return Amount{*atoms};
}

}  // namespace

Result<Amount> Amount::parse(std::string_view digits) {
    return to_amount(parse_u128(digits));
}

Result<Amount> Amount::parse_tokens(std::string_view text, unsigned decimals) {
    return to_amount(parse_decimal(text, decimals));
}

std::string Amount::to_string() const {
    return to_text(atoms_);
}

std::string Amount::to_tokens(unsigned decimals) const {
    return decimal_text(atoms_, decimals);
}

Result<Amount> add(Amount left, Amount right) {
    return to_amount(add(left.atoms(), right.atoms()));
}

Result<Amount> subtract(Amount left, Amount right) {
    return to_amount(subtract(left.atoms(), right.atoms()));
}

Result<Amount> mul_div(Amount amount, u128 numerator, u128 denominator, Rounding rounding) {
    return to_amount(mul_div(amount.atoms(), numerator, denominator, rounding));
}

}  // namespace unrip
