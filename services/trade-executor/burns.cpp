#include "burns.hpp"

#include <utility>

namespace unrip::trade_executor {
namespace {

using messages::LiquidityState;

/// A transaction is final or forgotten long before.
constexpr std::chrono::minutes kHeardWithin{3};
constexpr int kTriesMax = 5;
constexpr std::size_t kOverMax = 256;

bool is_over(LiquidityState state) {
    switch (state) {
        case LiquidityState::executed:
        case LiquidityState::rejected:
        case LiquidityState::failed:
        case LiquidityState::cancelled:
        case LiquidityState::unknown:
            return true;
        default:
            return false;
    }
}

}  // namespace

void Burns::taken(const std::string& action_id, std::vector<SlotId> slots, Tick now) {
    const bool is_over_already = over_.erase(action_id) > 0;
    under_way_.try_emplace(action_id, UnderWay{std::move(slots), now, is_over_already});
}

void Burns::heard(const messages::LiquidityAction& action) {
    if (action.kind != messages::LiquidityKind::execution || !is_over(action.state)) return;
    const auto known = under_way_.find(action.action_id);
    if (known != under_way_.end()) {
        known->second.is_over = true;
        return;
    }
    // It can end before the reply that says it was taken.
    if (over_.size() >= kOverMax) over_.clear();
    over_.insert(action.action_id);
}

std::vector<SlotId> Burns::take_ended(Tick now) {
    std::vector<SlotId> slots;
    std::erase_if(under_way_, [&](const auto& entry) {
        const auto& burn = entry.second;
        if (!burn.is_over && now - burn.since < kHeardWithin) return false;
        slots.insert(slots.end(), burn.slots.begin(), burn.slots.end());
        return true;
    });
    return slots;
}

bool Burns::may_try_again(const SlotId& slot) {
    return ++failed_[slot] < kTriesMax;
}

}  // namespace unrip::trade_executor
