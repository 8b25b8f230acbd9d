#include "pending.hpp"

namespace unrip::inventory_sync {

/// Words come repeated and out of order: the step tells which is the newer one.
void PendingDeposits::hear(const messages::LiquidityAction& action) {
    const bool is_deposit = action.kind == messages::LiquidityKind::deposit;
    if (!is_deposit || !action.asset || !action.amount) return;
    if (deposits_.size() >= kActionsMax) forget_settled();
    auto& deposit = deposits_[action.action_id];
    if (action.step < deposit.step) return;
    deposit.asset = *action.asset;
    deposit.amount = *action.amount;
    deposit.step = action.step;
    deposit.is_pending = action.state == messages::LiquidityState::pending;
}

std::optional<Amount> PendingDeposits::of(const AssetId& asset) const {
    std::optional<Amount> sum;
    for (const auto& [id, deposit] : deposits_) {
        if (deposit.asset != asset) continue;
        const auto more = deposit.is_pending ? deposit.amount : Amount{};
        const auto next = add(sum.value_or(Amount{}), more);
        if (!next) return std::nullopt;
        sum = *next;
    }
    return sum;
}

void PendingDeposits::forget_settled() {
    std::erase_if(deposits_, [](const auto& entry) { return !entry.second.is_pending; });
    if (deposits_.size() >= kActionsMax) deposits_.erase(deposits_.begin());
}

}  // namespace unrip::inventory_sync
