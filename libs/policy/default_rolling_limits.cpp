#include "policy/reading.hpp"

#include <limits>

namespace unrip::policy {
namespace {

Amount times(Amount amount, std::uint32_t factor) {
    const auto product = mul_div(amount, factor, 1, Rounding::down);
    return product ? *product : Amount{std::numeric_limits<u128>::max()};
}

}  // namespace

strategy::RollingLimits default_rolling_limits(Amount notional_max) {
    return {
        .signed_per_hour = times(notional_max, 500),
        .signed_per_day = times(notional_max, 5'000),
        .settled_per_hour = times(notional_max, 50),
        .settled_per_day = times(notional_max, 200),
        .loss_per_hour = times(notional_max, 1),
        .loss_per_day = times(notional_max, 2),
        .failures_in_a_row = 5,
    };
}

}  // namespace unrip::policy
