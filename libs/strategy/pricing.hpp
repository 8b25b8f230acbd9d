#pragma once

#include "core/price.hpp"
#include "core/token_book.hpp"
#include "strategy/quote_terms.hpp"

namespace unrip::strategy {

/// Our bid where the user sells base, our ask where he buys it. The bid is rounded down, the ask
/// up.
Result<Price> quoted_price(Price mid, Ratio half_spread, Side side);

/// Both amounts of a quote.
struct Amounts {
    Amount in;   ///< We receive it.
    Amount out;  ///< We give it.
};

/// The amount that the request left open: what we give rounds down, what we ask rounds up. The
/// contract takes its fee from the user's side of both tokens, so none is added here.
Result<Amounts> amounts(Amount fixed, bool is_exact_in, Price price, Side side, const Pair& pair);

}  // namespace unrip::strategy
