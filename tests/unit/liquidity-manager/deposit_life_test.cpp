#include "deposit_life.hpp"

#include <gtest/gtest.h>

namespace unrip::liquidity_manager {
namespace {

using State = messages::LiquidityState;
using venue::DepositStatus;

venue::BridgeDeposit deposit(DepositStatus status, u128 amount = 1'000'000) {
    venue::BridgeDeposit told;
    told.tx_hash = "c3b9";
    told.chain = "btc:mainnet";
    told.near_token_id = "btc.omft.near";
    told.asset = *AssetId::parse("nep141:btc.omft.near");
    told.decimals = 8;
    told.amount = Amount{amount};
    told.account_id = "maker.near";
    told.address = "bc1q";
    told.status = status;
    return told;
}

NamedDeposit one(DepositStatus status) {
    return named({deposit(status)}, "maker.near").at(0);
}

TEST(DepositLife, IsPendingAndThenCreditedOnce) {
    const auto pending = next_step(nullptr, one(DepositStatus::pending), std::nullopt);
    ASSERT_TRUE(pending);
    EXPECT_EQ(pending->state, State::pending);
    EXPECT_EQ(pending->step, 1U);
    EXPECT_FALSE(pending->balance_delta) << "what is pending can't be spent";
    EXPECT_FALSE(next_step(&*pending, one(DepositStatus::pending), std::nullopt));

    const auto credited = next_step(&*pending, one(DepositStatus::credited), 131);
    ASSERT_TRUE(credited);
    EXPECT_EQ(credited->state, State::credited);
    EXPECT_EQ(credited->step, 2U);
    EXPECT_EQ(credited->block_height, 131U);
    EXPECT_TRUE(credited->balance_delta == i128{1'000'000});
    EXPECT_EQ(credited->outside_tx_hash, "c3b9");
    EXPECT_FALSE(next_step(&*credited, one(DepositStatus::completed), 131));
    EXPECT_FALSE(next_step(&*credited, one(DepositStatus::pending), std::nullopt));
}

TEST(DepositLife, IsCreditedAtOnceWhenItWasSeenLate) {
    const auto credited = next_step(nullptr, one(DepositStatus::completed), std::nullopt);
    ASSERT_TRUE(credited);
    EXPECT_EQ(credited->state, State::credited);
    EXPECT_EQ(credited->step, 1U);
    EXPECT_FALSE(credited->block_height);
}

TEST(DepositLife, MayFail) {
    const auto pending = next_step(nullptr, one(DepositStatus::pending), std::nullopt);
    const auto failed = next_step(&*pending, one(DepositStatus::failed), std::nullopt);
    ASSERT_TRUE(failed);
    EXPECT_EQ(failed->state, State::failed);
    EXPECT_FALSE(failed->balance_delta);
}

TEST(DepositLife, HasTheSameNameEachTimeItIsTold) {
    EXPECT_EQ(one(DepositStatus::pending).action_id, one(DepositStatus::credited).action_id);
    const auto twice =
        named({deposit(DepositStatus::pending), deposit(DepositStatus::pending)}, "maker.near");
    ASSERT_EQ(twice.size(), 2U);
    EXPECT_NE(twice[0].action_id, twice[1].action_id) << "two outputs of one transaction";
    EXPECT_NE(
        named({deposit(DepositStatus::pending, 5)}, "maker.near").at(0).action_id,
        twice[0].action_id
    );
}

TEST(DepositLife, IsNotOursForAnotherAccount) {
    EXPECT_TRUE(named({deposit(DepositStatus::credited)}, "other.near").empty());
}

}  // namespace
}  // namespace unrip::liquidity_manager
