#include "strategy/rolling_sum.hpp"

#include "strategy/asset_ledger.hpp"

namespace unrip::strategy {

void RollingSum::add(Amount amount, Instant now) {
    const auto current = number(now);
    steps_.erase(steps_.begin(), steps_.lower_bound(current - kSteps));
    auto& step = steps_[current];
    step = saturating_add(step, amount);
}

Amount RollingSum::sum(Instant now) const {
    Amount sum;
    for (auto step = steps_.lower_bound(number(now) - kSteps); step != steps_.end(); ++step) {
        sum = saturating_add(sum, step->second);
    }
    return sum;
}

}  // namespace unrip::strategy
