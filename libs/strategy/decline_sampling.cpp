#include "strategy/decline_sampling.hpp"

namespace unrip::strategy {

DeclineSampling::Verdict DeclineSampling::next(
    std::size_t group, DeclineReason reason, Instant now
) {
    auto& tally = groups_[group].at(static_cast<std::size_t>(reason));
    const auto second = to_unix_ms(now) / 1'000;
    if (second != tally.second) {
        tally.second = second;
        tally.in_second = 0;
    }
    ++tally.total;
    ++tally.in_second;
    ++tally.unrecorded;

    // What would have been a quote is never left out of the record.
    const bool is_recorded = reason == DeclineReason::disarmed ||
                             tally.in_second <= policy_.full_per_second ||
                             tally.unrecorded >= policy_.one_in;
    if (!is_recorded) return {false, 1};
    const Verdict verdict{true, tally.unrecorded};
    tally.unrecorded = 0;
    return verdict;
}

}  // namespace unrip::strategy
