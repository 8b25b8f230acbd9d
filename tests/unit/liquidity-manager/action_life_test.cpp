#include "action_life.hpp"

#include <gtest/gtest.h>

namespace unrip::liquidity_manager {
namespace {

using messages::LiquidityAction;
using messages::LiquidityKind;
using State = messages::LiquidityState;
using Outcome = near::WithdrawOutcome;
using Status = venue::WithdrawalStatus;

LiquidityAction withdrawal(State state = State::requested) {
    LiquidityAction action;
    action.action_id = "wd-1";
    action.kind = LiquidityKind::withdrawal;
    action.state = state;
    action.step = 1;
    action.account_id = "maker.near";
    action.asset = *AssetId::parse("nep141:btc.omft.near");
    action.amount = Amount{100'000};
    return action;
}

LiquidityAction execution(State state = State::requested) {
    auto action = withdrawal(state);
    action.kind = LiquidityKind::execution;
    return action;
}

Signed signed_with_room() {
    return {"hash", "bytes", 7, Room{12, MessageId{"inv-9"}}};
}

LiquidityAction sent() {
    auto action = *after(*after(withdrawal(), RoomAsked{}), signed_with_room());
    return *after(action, Handed{});
}

Final withdrew(u128 withdrawn, u128 refunded, Outcome::State state) {
    return {Outcome{state, Amount{withdrawn}, Amount{refunded}}, 131};
}

LiquidityAction executed() {
    return *after(sent(), withdrew(100'000, 0, Outcome::State::withdrawn));
}

BridgeSaid bridge(Status status) {
    BridgeSaid said;
    said.withdrawal.status = status;
    return said;
}

TEST(WithdrawalLife, GoesFromTheRequestToItsArrival) {
    const auto asked = after(withdrawal(), RoomAsked{});
    ASSERT_TRUE(asked);
    EXPECT_EQ(asked->state, State::reserving);
    EXPECT_EQ(asked->step, 2U);

    const auto prepared = after(*asked, signed_with_room());
    ASSERT_TRUE(prepared);
    EXPECT_EQ(prepared->state, State::prepared);
    EXPECT_EQ(prepared->tx_hash, "hash");
    EXPECT_EQ(prepared->signed_tx_base64, "bytes");
    EXPECT_EQ(prepared->tx_nonce, 7U);
    EXPECT_EQ(prepared->commitments_revision, 12U);
    EXPECT_EQ(prepared->inventory_id, MessageId{"inv-9"});
    EXPECT_TRUE(is_in_flight(*prepared));

    const auto handed = after(*prepared, Handed{});
    ASSERT_TRUE(handed);
    EXPECT_EQ(handed->state, State::sent);
    EXPECT_EQ(handed->signed_tx_base64, "bytes");

    const auto moved = after(*handed, withdrew(100'000, 0, Outcome::State::withdrawn));
    ASSERT_TRUE(moved);
    EXPECT_EQ(moved->state, State::executed);
    EXPECT_EQ(moved->block_height, 131U);
    EXPECT_TRUE(moved->balance_delta == i128{-100'000});
    EXPECT_FALSE(is_over(*moved));

    const auto carried = after(*moved, bridge(Status::pending));
    ASSERT_TRUE(carried);
    EXPECT_EQ(carried->state, State::bridging);
    EXPECT_FALSE(carried->balance_delta) << "it moved once";
    EXPECT_EQ(carried->block_height, 131U);

    auto done = bridge(Status::completed);
    done.withdrawal.transfer_tx_hash = "outside";
    done.withdrawal.withdrawal_fee = Amount{1'500};
    const auto arrived = after(*carried, done);
    ASSERT_TRUE(arrived);
    EXPECT_EQ(arrived->state, State::completed);
    EXPECT_EQ(arrived->outside_tx_hash, "outside");
    EXPECT_EQ(arrived->fee, Amount{1'500});
    EXPECT_EQ(arrived->step, 7U);
    EXPECT_TRUE(is_over(*arrived));
}

TEST(WithdrawalLife, IsNotSignedWithoutRoom) {
    const auto reserving = *after(withdrawal(), RoomAsked{});
    EXPECT_FALSE(after(reserving, Signed{"hash", "bytes", 7, std::nullopt}));
    EXPECT_FALSE(after(withdrawal(), signed_with_room())) << "room was never asked for";
}

TEST(WithdrawalLife, IsSignedOnce) {
    for (const auto state : {State::prepared, State::sent, State::executed, State::bridging}) {
        EXPECT_FALSE(after(withdrawal(state), signed_with_room()));
        EXPECT_FALSE(after(withdrawal(state), GivenUp{"too late"}));
    }
}

TEST(WithdrawalLife, CanBeGivenUpBeforeAnythingIsSigned) {
    for (const auto state : {State::requested, State::reserving}) {
        const auto cancelled = after(withdrawal(state), GivenUp{"no room"});
        ASSERT_TRUE(cancelled);
        EXPECT_EQ(cancelled->state, State::cancelled);
        EXPECT_EQ(cancelled->detail, "no room");
        EXPECT_FALSE(cancelled->block_height);
        EXPECT_TRUE(is_over(*cancelled));
    }
}

TEST(WithdrawalLife, KnowsARefundBehindASuccessfulTransaction) {
    const auto refunded = after(sent(), withdrew(0, 100'000, Outcome::State::refunded));
    ASSERT_TRUE(refunded);
    EXPECT_EQ(refunded->state, State::refunded);
    EXPECT_EQ(refunded->block_height, 131U);
    EXPECT_FALSE(refunded->balance_delta);
    EXPECT_TRUE(is_over(*refunded));
}

TEST(WithdrawalLife, CountsOnlyWhatLeftWhenSomeCameBack) {
    const auto moved = after(sent(), withdrew(60'000, 40'000, Outcome::State::partly_refunded));
    ASSERT_TRUE(moved);
    EXPECT_EQ(moved->state, State::executed);
    EXPECT_TRUE(moved->balance_delta == i128{-60'000});
    EXPECT_NE(moved->detail->find("40000"), std::string::npos);
}

TEST(WithdrawalLife, IsRejectedWhenTheTransactionFailsOrIsNeverTaken) {
    const auto failed = after(sent(), withdrew(0, 0, Outcome::State::failed));
    ASSERT_TRUE(failed);
    EXPECT_EQ(failed->state, State::rejected);
    EXPECT_FALSE(failed->block_height) << "nothing moved: its room is free at once";
    const auto never = after(sent(), NeverTaken{"expired"});
    ASSERT_TRUE(never);
    EXPECT_EQ(never->state, State::rejected);
    EXPECT_EQ(never->detail, "expired");
}

TEST(WithdrawalLife, EndsUnknownWhereNobodyCanTell) {
    const auto lost = after(sent(), Lost{"gone"});
    ASSERT_TRUE(lost);
    EXPECT_EQ(lost->state, State::unknown);
    const auto unclear = after(sent(), withdrew(0, 0, Outcome::State::unclear));
    ASSERT_TRUE(unclear);
    EXPECT_EQ(unclear->state, State::unknown);
    EXPECT_EQ(unclear->block_height, 131U);
}

TEST(WithdrawalLife, IsLookedForAgainWhenAPersonAsks) {
    const auto lost = *after(sent(), Lost{"gone"});
    const auto again = after(lost, LookAgain{});
    ASSERT_TRUE(again);
    EXPECT_EQ(again->state, State::sent);
    EXPECT_EQ(again->signed_tx_base64, "bytes") << "the same bytes";
    EXPECT_FALSE(after(sent(), LookAgain{}));
    EXPECT_FALSE(after(executed(), LookAgain{}));
}

TEST(WithdrawalLife, WaitsWhileNothingIsFinal) {
    EXPECT_FALSE(after(sent(), withdrew(0, 0, Outcome::State::pending)));
    EXPECT_FALSE(after(executed(), bridge(Status::not_found)));
    EXPECT_FALSE(after(sent(), bridge(Status::completed))) << "the chain comes first";
}

TEST(WithdrawalLife, EndsAsTheBridgeSays) {
    EXPECT_EQ(after(executed(), bridge(Status::failed))->state, State::failed);
    EXPECT_EQ(after(executed(), bridge(Status::rejected))->state, State::failed);
    EXPECT_EQ(after(executed(), bridge(Status::returned))->state, State::returned);
    EXPECT_EQ(after(executed(), bridge(Status::failed))->block_height, 131U);
}

TEST(WithdrawalLife, TellsTheBridgesWordOnce) {
    const auto pending = *after(executed(), bridge(Status::pending));
    EXPECT_FALSE(after(pending, bridge(Status::pending)));
    const auto returning = after(pending, bridge(Status::returning));
    ASSERT_TRUE(returning);
    EXPECT_EQ(returning->state, State::bridging);
    EXPECT_EQ(returning->detail, "RETURNING");
}

TEST(WithdrawalLife, OfAnotherMakersTransactionIsLeftToTheBridgeWhenTheChainForgot) {
    auto tracked = withdrawal(State::sent);
    tracked.tx_hash = "elsewhere";
    const auto bridging = after(tracked, TooOldForTheChain{});
    ASSERT_TRUE(bridging);
    EXPECT_EQ(bridging->state, State::bridging);
    const auto unclear = after(tracked, withdrew(0, 0, Outcome::State::unclear));
    ASSERT_TRUE(unclear);
    EXPECT_EQ(unclear->state, State::bridging);
    EXPECT_FALSE(after(sent(), TooOldForTheChain{})) << "our own bytes are never given up so";
}

TEST(WithdrawalLife, NothingFollowsItsEnd) {
    for (const auto state :
         {State::completed,
          State::refunded,
          State::returned,
          State::rejected,
          State::failed,
          State::cancelled,
          State::unknown}) {
        const auto over = withdrawal(state);
        EXPECT_TRUE(is_over(over));
        EXPECT_FALSE(after(over, RoomAsked{}));
        EXPECT_FALSE(after(over, signed_with_room()));
        EXPECT_FALSE(after(over, Handed{}));
        EXPECT_FALSE(after(over, withdrew(100'000, 0, Outcome::State::withdrawn)));
        EXPECT_FALSE(after(over, NeverTaken{"late"}));
        EXPECT_FALSE(after(over, bridge(Status::completed)));
        EXPECT_FALSE(after(over, GivenUp{"late"}));
    }
}

TEST(ExecutionLife, NeedsNoRoomAndEndsOnTheChain) {
    EXPECT_FALSE(after(execution(), RoomAsked{}));
    const auto prepared = after(execution(), Signed{"hash", "bytes", 7, std::nullopt});
    ASSERT_TRUE(prepared);
    const auto done = after(*prepared, ExecutionFinal{true, 140, ""});
    ASSERT_TRUE(done);
    EXPECT_EQ(done->state, State::executed);
    EXPECT_EQ(done->block_height, 140U);
    EXPECT_TRUE(is_over(*done));
    EXPECT_FALSE(after(*done, bridge(Status::completed)));
}

TEST(ExecutionLife, IsRejectedWithTheContractsWords) {
    const auto refused = after(execution(State::sent), ExecutionFinal{false, 140, "nonce used"});
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->state, State::rejected);
    EXPECT_EQ(refused->detail, "nonce used");
    EXPECT_FALSE(after(withdrawal(State::sent), ExecutionFinal{true, 140, ""}));
}

}  // namespace
}  // namespace unrip::liquidity_manager
