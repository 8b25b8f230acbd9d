#include "strategy/notional.hpp"

namespace unrip::strategy {

Result<Amount> notional(Amount fixed, bool is_base_fixed, Price mid, const Pair& pair) {
    if (!is_base_fixed) return fixed;
    return base_to_quote(fixed, mid, pair.decimals(), Rounding::up);
}

}  // namespace unrip::strategy
