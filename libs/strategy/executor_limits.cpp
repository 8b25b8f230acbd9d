#include "strategy/executor_limits.hpp"

#include "strategy/asset_ledger.hpp"
#include "strategy/signed_value.hpp"

namespace unrip::strategy {
namespace {

using std::chrono::hours;

}  // namespace

ExecutorLimits::ExecutorLimits(RollingLimits limits, RollingState state)
    : limits_{limits},
      signed_hour_{hours{1}, std::move(state.signed_hour)},
      signed_day_{hours{24}, std::move(state.signed_day)},
      settled_hour_{hours{1}, std::move(state.settled_hour)},
      settled_day_{hours{24}, std::move(state.settled_day)},
      loss_hour_{hours{1}, std::move(state.loss_hour)},
      loss_day_{hours{24}, std::move(state.loss_day)},
      failures_{state.failures_in_a_row} {}

std::optional<ExecutorRefusal> ExecutorLimits::refuses(Amount notional, Instant now) const {
    const auto would_exceed = [&](const RollingSum& sum, Amount limit) {
        return saturating_add(sum.sum(now), notional) > limit;
    };
    if (failures_ >= limits_.failures_in_a_row) return ExecutorRefusal::failed_settlements_limit;
    const bool lost_too_much =
        loss_hour_.sum(now) >= limits_.loss_per_hour || loss_day_.sum(now) >= limits_.loss_per_day;
    if (lost_too_much) return ExecutorRefusal::realised_loss_limit;
    if (would_exceed(settled_hour_, limits_.settled_per_hour) ||
        would_exceed(settled_day_, limits_.settled_per_day)) {
        return ExecutorRefusal::settled_notional_limit;
    }
    if (would_exceed(signed_hour_, limits_.signed_per_hour) ||
        would_exceed(signed_day_, limits_.signed_per_day)) {
        return ExecutorRefusal::signed_notional_limit;
    }
    return std::nullopt;
}

void ExecutorLimits::on_signed(Amount notional, Instant now) {
    signed_hour_.add(notional, now);
    signed_day_.add(notional, now);
}

void ExecutorLimits::on_settled(Amount notional, i128 pnl, Instant now) {
    failures_ = 0;
    settled_hour_.add(notional, now);
    settled_day_.add(notional, now);
    if (pnl >= 0) return;
    const Amount loss{u128{0} - static_cast<u128>(pnl)};
    loss_hour_.add(loss, now);
    loss_day_.add(loss, now);
}

RollingState ExecutorLimits::state() const {
    return RollingState{
        signed_hour_.steps(),
        signed_day_.steps(),
        settled_hour_.steps(),
        settled_day_.steps(),
        loss_hour_.steps(),
        loss_day_.steps(),
        failures_};
}

Result<i128> realised_pnl(i128 base_delta, i128 quote_delta, Price mid, const Pair& pair) {
    const auto value = value_of(base_delta, mid, pair.decimals());
    if (!value) return value.failure();
    return add(*value, quote_delta);
}

}  // namespace unrip::strategy
