#include "unit/strategy/trading_day.hpp"

#include <set>

namespace unrip::strategy {
namespace {

Policy lanes_policy() {
    auto policy = sound_policy();
    for (auto& pair : policy.pairs) {
        pair.slots.mode = SlotMode::lanes;
        pair.slots.open_target = 2;
        pair.slots.batch_size = 2;
        pair.slots.lane_open_quotes_max = 20;
    }
    return policy;
}

/// Many quotes on one nonce: they exclude each other on the chain, so the lane commits its cap
/// once.
class Lanes : public TradingDay {
  protected:
    Lanes() : TradingDay{lanes_policy()} {}
    explicit Lanes(Policy policy) : TradingDay{std::move(policy)} {}
};

TEST_F(Lanes, ManyQuotesShareACapThatIsCommittedOnce) {
    const auto before = committed(eure());
    std::set<std::string> slots;
    for (int i = 0; i < 40; ++i)
        slots.insert(approved(wants("5")).grant().slot().text());
    EXPECT_EQ(slots.size(), 2U);
    EXPECT_EQ(committed(eure()), before);
    EXPECT_EQ(reason(wants("5")), DeclineReason::no_slot);  // Twenty on each is the limit.
}

TEST_F(Lanes, ALaneHasRoomAgainWhenAQuoteOnItHasEnded) {
    for (int i = 0; i < 40; ++i)
        approved(wants("5"));
    pass(69s);
    EXPECT_EQ(reason(wants("5")), DeclineReason::no_slot);
    pass(2s);
    EXPECT_TRUE(is_approved(wants("5")));
}

TEST_F(Lanes, TheFirstMatchClosesALane) {
    const auto slot = approved(wants("5")).grant().slot();
    tell(QuoteFollowed{MessageId{"m"}, slot, QuoteStep::matched});
    ASSERT_NE(last<SlotsChanged>(), nullptr);
    EXPECT_EQ(last<SlotsChanged>()->closed.at(0).reason, SlotChangeReason::matched);
    for (int i = 0; i < 20; ++i)
        EXPECT_NE(approved(wants("5")).grant().slot(), slot);
    tell(QuoteFollowed{MessageId{"m"}, slot, QuoteStep::matched});
    EXPECT_EQ(last<SlotsChanged>(), nullptr);  // Told twice, closed once.
}

TEST_F(Lanes, ALaneThatTheExecutorRefusesIsNotTriedAgain) {
    const auto slot = approved(wants("5")).grant().slot();
    const auto before = committed(eure());
    tell(QuoteFollowed{MessageId{"r"}, slot, QuoteStep::slot_refused});
    ASSERT_NE(last<SlotsChanged>(), nullptr);
    EXPECT_EQ(last<SlotsChanged>()->closed.at(0).reason, SlotChangeReason::refused);
    EXPECT_GE(committed(eure()), before) << "what was signed on it before stands";
    for (int i = 0; i < 20; ++i)
        EXPECT_NE(approved(wants("5")).grant().slot(), slot);
    tell(QuoteFollowed{MessageId{"r"}, slot, QuoteStep::slot_refused});
    EXPECT_EQ(last<SlotsChanged>(), nullptr);
}

TEST_F(Lanes, ACleanStopClosesOnlyLanesThatCarryNothing) {
    const auto slot = approved(wants("5")).grant().slot();
    tell(Stopping{});
    EXPECT_EQ(last<SlotsChanged>(), nullptr) << "the next engine goes on with it";
    ASSERT_NE(last<CloseUnused>(), nullptr);
    for (const auto& change : last<CloseUnused>()->slots)
        EXPECT_EQ(change.reason, SlotChangeReason::clean_stop);
    EXPECT_THAT(engine.commitments().open_on(eure().id), ::testing::Contains(slot));
}

TEST_F(Lanes, AClosedLaneDiesWithItsLastQuote) {
    const auto first = approved(wants("5"));
    ask(wants("5"));
    let_age(3s);
    const auto again = approved(wants("5"));
    ASSERT_EQ(again.grant().slot(), first.grant().slot());
    tell(QuoteFollowed{MessageId{"m"}, first.grant().slot(), QuoteStep::matched});
    let_age(100s);
    const auto before = committed(eure());
    block_time = again.deadline();
    tell_only(InventoryCounted{
        MessageId{"c"}, ++height, again.deadline(), now, {{eure().id, tokens("595", eure())}}});
    EXPECT_GE(committed(eure()), before);
    tell_only(InventoryCounted{
        MessageId{"c"}, ++height, again.deadline() + 1ms, now, {{eure().id, tokens("595", eure())}}}
    );
    ASSERT_NE(last<SlotsChanged>(), nullptr);
    EXPECT_EQ(last<SlotsChanged>()->dead.at(0).reason, SlotChangeReason::quote_deadlines_passed);
}

TEST_F(Lanes, AnOpenLaneOutlivesItsQuotes) {
    const auto quote = approved(wants("5"));
    pass(100s);                                          // A count past its deadline.
    EXPECT_EQ(committed(eure()), tokens("24", eure()));  // Two lanes each, of two pairs.
    ask(wants("5"));
    EXPECT_EQ(approved(wants("5")).grant().slot(), quote.grant().slot());
}

TEST_F(Lanes, NothingIsSignedUnderANonceThatWasSeenUsed) {
    const auto slot = approved(wants("5")).grant().slot();
    tell(NonceUsed{MessageId{"u"}, slot, height + 5});
    for (int i = 0; i < 20; ++i)
        EXPECT_NE(approved(wants("5")).grant().slot(), slot);
}

TEST_F(Lanes, AfterARestartTheLanesOfThePredecessorGoOn) {
    const auto slot = approved(wants("5")).grant().slot();
    const auto record = engine.commitments().record();
    tell(LeaseChanged{true, 8});
    tell_only(SlotsRestored{MessageId{"record"}, record, {}, 0});
    const auto quote = approved(wants("5"));
    EXPECT_EQ(quote.grant().slot(), slot);
    EXPECT_EQ(quote.stamp().epoch, 8U);
    EXPECT_EQ(quote.stamp().engine_seq, 1U);
}

TEST_F(Lanes, AnswersTwentyTimesAsManyAsReserveFromTheSameBook) {
    const auto answered = [](Policy policy) {
        class Day : public TradingDay {
          public:
            explicit Day(Policy rules) : TradingDay{std::move(rules)} {}
            void TestBody() override {}
            std::size_t run() {
                std::size_t approvals = 0;
                for (int i = 0; i < 100; ++i)
                    approvals += is_approved(wants("5")) ? 1U : 0U;
                return approvals;
            }
        };
        for (auto& pair : policy.pairs) {
            pair.slots.open_target = 2;
            pair.slots.batch_size = 2;
        }
        policy.commitments.slots_max = 8;  // The same book: two slots a side.
        return Day{policy}.run();
    };
    EXPECT_EQ(answered(sound_policy()), 2U);
    EXPECT_EQ(answered(lanes_policy()), 40U);
}

}  // namespace
}  // namespace unrip::strategy
