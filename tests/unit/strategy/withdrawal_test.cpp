#include "unit/strategy/trading_day.hpp"

namespace unrip::strategy {
namespace {

class Withdrawals : public TradingDay {
  protected:
    void reserve(const std::string& action, std::string_view amount) {
        tell_only(WithdrawalReserving{MessageId{action}, action, eure().id, tokens(amount, eure())}
        );
    }
};

TEST_F(Withdrawals, ThereIsRoomAtOnceWhereNothingIsPromisedOnIt) {
    reserve("w1", "480");  // 600 held, 120 promised.
    ASSERT_NE(last<RoomMade>(), nullptr);
    EXPECT_EQ(last<RoomMade>()->action, "w1");
    EXPECT_EQ(last<RoomMade>()->committed, tokens("120", eure()));
    EXPECT_EQ(last<RoomMade>()->count_height, height);
    EXPECT_EQ(last<CloseUnused>(), nullptr);
}

TEST_F(Withdrawals, ClosesAsManySlotsAsItNeedsAndSaysSoOnceThatIsWritten) {
    reserve("w1", "500");  // 20 too much: four slots of 6.
    EXPECT_EQ(last<RoomMade>(), nullptr);
    ASSERT_NE(last<CloseUnused>(), nullptr);
    const auto& slots = last<CloseUnused>()->slots;
    ASSERT_EQ(slots.size(), 1U);
    EXPECT_EQ(slots.front().slots.count, 4U);
    EXPECT_EQ(slots.front().reason, SlotChangeReason::making_room);
    EXPECT_EQ(committed(eure()), tokens("120", eure()));

    tell_only(ClosingWritten{MessageId{"written"}, last<CloseUnused>()->request});
    EXPECT_EQ(committed(eure()), tokens("96", eure()));
    EXPECT_NE(last<RoomMade>(), nullptr);
}

TEST_F(Withdrawals, RoomIsSaidAgainInANewTerm) {
    reserve("w1", "480");
    ASSERT_NE(last<RoomMade>(), nullptr);
    tell_only(LeaseChanged{false, 1});
    tell_only(LeaseChanged{true, 9});
    tell_only(SlotsRestored{MessageId{"record"}, {}, {{"w1", eure().id, tokens("480", eure())}}, 0}
    );
    ASSERT_NE(last<RoomMade>(), nullptr);
    EXPECT_EQ(last<RoomMade>()->action, "w1");
}

TEST_F(Withdrawals, NothingComesBackIntoTheRoom) {
    reserve("w1", "500");
    answer_wishes();
    pass(1s);
    EXPECT_EQ(last<OpenBatch>(), nullptr);
    EXPECT_EQ(committed(eure()), tokens("96", eure()));
}

TEST_F(Withdrawals, WaitsForQuotesThatAreOut) {
    const auto quote = approved(wants("5"));
    reserve("w1", "600");
    answer_wishes();
    EXPECT_EQ(committed(eure()), tokens("6", eure()));
    EXPECT_FALSE(engine.commitments().ledger().withdrawals().front().has_room);
    EXPECT_EQ(reason(wants("5")), DeclineReason::withdrawal_pending);

    let_age(100s);
    tell_only(InventoryCounted{
        MessageId{"c"}, ++height, quote.deadline() + 1s, now, {{eure().id, tokens("600", eure())}}}
    );
    EXPECT_EQ(last<RoomMade>()->committed, Amount{});
}

TEST_F(Withdrawals, TheRoomIsTakenUntilACountHasSeenTheWithdrawal) {
    reserve("w1", "600");
    answer_wishes();
    tell(WithdrawalEnded{MessageId{"e"}, "w1", height + 10});
    EXPECT_EQ(reason(wants("5")), DeclineReason::withdrawal_pending);
    height += 8;
    count();  // Not yet.
    EXPECT_EQ(reason(wants("5")), DeclineReason::withdrawal_pending);
    set_held(eure(), "50");
    height += 10;
    count();
    EXPECT_TRUE(is_approved(wants("5")));
    EXPECT_LE(committed(eure()), tokens("50", eure()));
}

TEST_F(Withdrawals, AWithdrawalThatWasGivenUpLeavesItsRoomAtOnce) {
    reserve("w1", "600");
    answer_wishes();
    tell(WithdrawalEnded{MessageId{"e"}, "w1", std::nullopt});
    EXPECT_TRUE(is_approved(wants("5")));
}

TEST_F(Withdrawals, TheSameOneCountsOnceAndASecondWaitsForItsTurn) {
    reserve("w1", "300");
    EXPECT_NE(last<RoomMade>(), nullptr);
    reserve("w1", "300");
    EXPECT_EQ(last<RoomMade>(), nullptr);
    EXPECT_EQ(engine.commitments().ledger().withdrawals().size(), 1U);
    reserve("w2", "180");  // 120 promised, 300 + 180 asked for.
    ASSERT_NE(last<RoomMade>(), nullptr);
    EXPECT_EQ(last<RoomMade>()->action, "w2");
}

TEST_F(Withdrawals, AnImpossibleOneNeverGetsRoom) {
    tell(WithdrawalReserving{MessageId{"w"}, "w1", eure().id, Amount{kU128Max}});
    EXPECT_EQ(committed(eure()), Amount{});
    pass(1s);
    EXPECT_FALSE(engine.commitments().ledger().withdrawals().front().has_room);
}

TEST_F(Withdrawals, SurviveARestartWithTheRecord) {
    reserve("w1", "600");
    answer_wishes();
    const auto withheld = engine.commitments().withheld();
    ASSERT_EQ(withheld.size(), 1U);
    Engine next{sound_policy(), "", ""};
    next.on(LeaseChanged{true, 8}, now, out);
    next.on(SlotsRestored{MessageId{"r"}, engine.commitments().record(), withheld, 0}, now, out);
    EXPECT_EQ(next.commitments().withheld(), withheld);
}

TEST_F(Withdrawals, RoomIsMadeWhileDisarmedToo) {
    tell(ArmingChanged{MessageId{"off"}, false});
    reserve("w1", "500");
    EXPECT_NE(last<CloseUnused>(), nullptr);
}

}  // namespace
}  // namespace unrip::strategy
