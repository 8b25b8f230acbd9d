// Burning nonces, and what is done when it fails.

#include "burns.hpp"

#include <gtest/gtest.h>

namespace unrip::trade_executor {
namespace {

using namespace std::chrono_literals;
using messages::LiquidityState;

const SlotId kOne{"7-1/0"};
const SlotId kOther{"7-1/1"};
constexpr Tick kStart{1h};

messages::LiquidityAction action(std::string id, LiquidityState state) {
    messages::LiquidityAction action;
    action.action_id = std::move(id);
    action.kind = messages::LiquidityKind::execution;
    action.state = state;
    return action;
}

TEST(BurnsTest, AsksTheChainWhenATransactionHasEndedHoweverItDid) {
    for (const auto state : {LiquidityState::executed, LiquidityState::rejected}) {
        Burns burns;
        burns.taken("rvk-1", {kOne, kOther}, kStart);
        burns.heard(action("rvk-1", LiquidityState::sent));
        burns.heard(action("rvk-2", state));
        EXPECT_TRUE(burns.take_ended(kStart).empty());
        burns.heard(action("rvk-1", state));
        EXPECT_EQ(burns.take_ended(kStart), (std::vector{kOne, kOther}));
        EXPECT_TRUE(burns.take_ended(kStart).empty()) << "once";
    }
}

TEST(BurnsTest, KnowsOneThatEndedBeforeItWasSaidToBeTaken) {
    Burns burns;
    burns.heard(action("rvk-1", LiquidityState::rejected));
    burns.taken("rvk-1", {kOne}, kStart);
    EXPECT_EQ(burns.take_ended(kStart), std::vector{kOne});
}

TEST(BurnsTest, AsksTheChainAboutWhatWasNeverHeardOf) {
    Burns burns;
    burns.taken("rvk-1", {kOne}, kStart);
    EXPECT_TRUE(burns.take_ended(kStart + 1min).empty());
    EXPECT_EQ(burns.take_ended(kStart + 5min), std::vector{kOne});
}

TEST(BurnsTest, TriesEachSlotAFewTimesOnly) {
    Burns burns;
    int tries = 1;
    while (burns.may_try_again(kOne)) {
        ASSERT_LT(++tries, 100);
    }
    EXPECT_GT(tries, 2);
    EXPECT_FALSE(burns.may_try_again(kOne));
    EXPECT_TRUE(burns.may_try_again(kOther));
    burns.is_done(kOne);
    EXPECT_TRUE(burns.may_try_again(kOne));
}

}  // namespace
}  // namespace unrip::trade_executor
