#include "strategy/spread.hpp"

namespace unrip::strategy {

/// What the policy asks in a calm market.
Ratio base_spread(const SpreadContext& context) {
    return context.pair.spread.half_spread;
}

}  // namespace unrip::strategy
