#include "strategy/spread.hpp"

#include <algorithm>

namespace unrip::strategy {

/// The true price may stand as far from the median as the farthest source does, so the quote stands
/// back by a share of that. Rounded up: a doubt is never made smaller.
Ratio disagreement_spread(const SpreadContext& context) {
    // A disagreement above 1 is refused before this, so the product stays far within 64 bits.
    const auto disagreement =
        std::min(context.price.disagreement, Ratio::millionths(Ratio::kOne)).millionths();
    const auto weight = context.pair.spread.disagreement_weight.millionths();
    return Ratio::millionths((disagreement * weight + Ratio::kOne - 1) / Ratio::kOne);
}

}  // namespace unrip::strategy
