#include "strategy/pricing.hpp"

#include "strategy/notional.hpp"

namespace unrip::strategy {

Result<Price> quoted_price(Price mid, Ratio half_spread, Side side) {
    return side == Side::user_sells_base ? shifted(mid, Ratio{} - half_spread, Rounding::down)
                                         : shifted(mid, half_spread, Rounding::up);
}

Result<Amounts> amounts(Amount fixed, bool is_exact_in, Price price, Side side, const Pair& pair) {
    const auto rounding = is_exact_in ? Rounding::down : Rounding::up;
    const auto open = is_base_fixed(side, is_exact_in)
                          ? base_to_quote(fixed, price, pair.decimals(), rounding)
                          : quote_to_base(fixed, price, pair.decimals(), rounding);
    if (!open) return open.failure();
    return is_exact_in ? Amounts{fixed, *open} : Amounts{*open, fixed};
}

}  // namespace unrip::strategy
