#include "strategy/rolling_sum.hpp"

#include "strategy/asset_ledger.hpp"

namespace unrip::strategy {

void RollingSum::add(Amount amount, Instant now) {
    auto& step = steps_[number(now)];
    step = saturating_add(step, amount);
    // By their number, not by their age: a clock that was ahead for a moment forgets nothing.
    while (steps_.size() > std::size_t{kSteps + 1})
        steps_.erase(steps_.begin());
}

Amount RollingSum::sum(Instant now) const {
    Amount sum;
    for (auto step = steps_.lower_bound(number(now) - kSteps); step != steps_.end(); ++step) {
        sum = saturating_add(sum, step->second);
    }
    return sum;
}

}  // namespace unrip::strategy
