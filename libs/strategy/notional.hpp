#pragma once

#include "core/price.hpp"
#include "core/token_book.hpp"
#include "strategy/quote_terms.hpp"

namespace unrip::strategy {

/// What one request is worth: its fixed amount at mid, in the pair's quote token, rounded up.
/// Strategy and executor both ask this function, so that their limits mean the same.
Result<Amount> notional(Amount fixed, bool is_base_fixed, Price mid, const Pair& pair);

/// Whether the fixed amount counts the base token.
constexpr bool is_base_fixed(Side side, bool is_exact_in) {
    return (side == Side::user_sells_base) == is_exact_in;
}

}  // namespace unrip::strategy
