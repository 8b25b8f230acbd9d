#include "pending.hpp"

#include <gtest/gtest.h>

namespace unrip::inventory_sync {
namespace {

using messages::LiquidityKind;
using messages::LiquidityState;

const auto kBtc = *AssetId::parse("nep141:btc.omft.near");
const auto kEure = *AssetId::parse("nep141:eure.omft.near");

messages::LiquidityAction deposit(
    const std::string& id, std::uint32_t step, LiquidityState state, std::uint64_t amount
) {
    messages::LiquidityAction action;
    action.action_id = id;
    action.kind = LiquidityKind::deposit;
    action.step = step;
    action.state = state;
    action.asset = kBtc;
    action.amount = Amount{amount};
    return action;
}

TEST(PendingDeposits, AddUpUntilTheyAreCredited) {
    PendingDeposits pending;
    EXPECT_FALSE(pending.of(kBtc));
    pending.hear(deposit("a", 1, LiquidityState::pending, 100));
    pending.hear(deposit("b", 1, LiquidityState::pending, 20));
    EXPECT_EQ(pending.of(kBtc), Amount{120});
    EXPECT_FALSE(pending.of(kEure));
    pending.hear(deposit("a", 2, LiquidityState::credited, 100));
    EXPECT_EQ(pending.of(kBtc), Amount{20});
    pending.hear(deposit("b", 2, LiquidityState::failed, 20));
    EXPECT_EQ(pending.of(kBtc), Amount{0});
}

TEST(PendingDeposits, ARepeatedOldWordChangesNothing) {
    PendingDeposits pending;
    pending.hear(deposit("a", 2, LiquidityState::credited, 100));
    pending.hear(deposit("a", 1, LiquidityState::pending, 100));
    EXPECT_EQ(pending.of(kBtc), Amount{0});
}

TEST(PendingDeposits, AreNoWithdrawals) {
    PendingDeposits pending;
    auto withdrawal = deposit("w", 1, LiquidityState::pending, 5);
    withdrawal.kind = LiquidityKind::withdrawal;
    pending.hear(withdrawal);
    EXPECT_FALSE(pending.of(kBtc));
}

}  // namespace
}  // namespace unrip::inventory_sync
