#include "unit/strategy/trading_day.hpp"

namespace unrip::strategy {
namespace {

/// Rule by rule: what a slot commits, and what frees it.
class SlotLife : public TradingDay {
  protected:
    using TradingDay::TradingDay;

    std::uint32_t ready(Side side) const {
        const auto& route = engine.world().routes.all()[side == Side::user_sells_base ? 0 : 1];
        return static_cast<std::uint32_t>(engine.commitments().ready_or_coming(route.pool));
    }
    void count_at(std::uint64_t at, Instant time, std::string_view held = "600") {
        tell_only(InventoryCounted{
            MessageId{"count-at"},
            at,
            time,
            now,
            {{btc().id, tokens("0.01", btc())},
             {eure().id, tokens(held, eure())},
             {usdc().id, tokens("600", usdc())}}});
    }
    bool is_standing(const SlotId& slot) const {
        const auto issued = engine.commitments().issued_on(eure().id);
        return std::find(issued.begin(), issued.end(), slot) != issued.end();
    }
};

TEST_F(SlotLife, SlotsStandReadyOnBothSidesOfBothPairsWithinTheCount) {
    EXPECT_EQ(ready(Side::user_sells_base), 10U);
    EXPECT_EQ(ready(Side::user_buys_base), 10U);
    EXPECT_EQ(committed(eure()), tokens("120", eure()));
    EXPECT_EQ(committed(btc()), Amount{100'000});
    EXPECT_EQ(committed(usdc()), tokens("60", usdc()));
}

TEST_F(SlotLife, AQuoteTakesOneSlotOfItsSideAndNothingElseIsLentOnIt) {
    const auto first = approved(wants("5"));
    const auto second = approved(wants("5"));
    EXPECT_NE(first.grant().slot(), second.grant().slot());
    EXPECT_NE(first.grant().nonce(), second.grant().nonce());
    EXPECT_TRUE(is_standing(first.grant().slot()));
}

TEST_F(SlotLife, NothingThatIsSaidOfAQuoteFreesItsSlot) {
    const auto slot = approved(wants("5")).grant().slot();
    const auto before = committed(eure());
    for (const auto step :
         {QuoteStep::refused,
          QuoteStep::slot_refused,
          QuoteStep::accepted,
          QuoteStep::rejected,
          QuoteStep::matched,
          QuoteStep::settled,
          QuoteStep::failed,
          QuoteStep::expired,
          QuoteStep::unknown}) {
        tell_only(QuoteFollowed{MessageId{"step"}, slot, step});
        EXPECT_GE(committed(eure()), before);
        EXPECT_TRUE(is_standing(slot));
    }
}

TEST_F(SlotLife, AUsedNonceFreesOnlyWithACountAtItsHeight) {
    const auto slot = approved(wants("5")).grant().slot();
    const auto at = height + 10;
    tell_only(NonceUsed{MessageId{"used"}, slot, at});
    EXPECT_TRUE(is_standing(slot));
    count_at(at - 1, now - 2s);
    EXPECT_TRUE(is_standing(slot));
    count_at(at, now - 2s);
    EXPECT_FALSE(is_standing(slot));
    EXPECT_EQ(last<SlotsChanged>()->dead.at(0).reason, SlotChangeReason::nonce_used);
    EXPECT_EQ(last<SlotsChanged>()->dead.at(0).block_height, at);
}

TEST_F(SlotLife, ACountThatCameBeforeTheNewsFreesAtOnce) {
    const auto slot = approved(wants("5")).grant().slot();
    count_at(height + 10, now - 2s);
    tell_only(NonceUsed{MessageId{"used"}, slot, height + 10});
    EXPECT_FALSE(is_standing(slot));
}

TEST_F(SlotLife, TheEngineThatIssuedTheLastQuoteKnowsWhenItIsOver) {
    const auto quote = approved(wants("5"));
    let_age(100s);
    count_at(height + 1, quote.deadline());
    EXPECT_TRUE(is_standing(quote.grant().slot()));  // At the deadline it can still be executed.
    count_at(height + 2, quote.deadline() + 1ns);
    EXPECT_FALSE(is_standing(quote.grant().slot()));
    EXPECT_EQ(last<SlotsChanged>()->dead.at(0).reason, SlotChangeReason::quote_deadlines_passed);
}

TEST_F(SlotLife, OnlyABlocksTimeCountsNeverOurClock) {
    const auto quote = approved(wants("5"));
    let_age(30min);
    EXPECT_TRUE(is_standing(quote.grant().slot()));
    count_at(height + 1, quote.deadline() - 1s);
    EXPECT_TRUE(is_standing(quote.grant().slot()));
}

TEST_F(SlotLife, ABlockFromTheFutureFreesNothing) {
    const auto quote = approved(wants("5"));
    count_at(height + 1, quote.deadline() + 1s);
    EXPECT_TRUE(is_standing(quote.grant().slot()));
    EXPECT_EQ(reason(wants("5")), DeclineReason::clock_skew);
}

TEST_F(SlotLife, AnOlderCountIsIgnored) {
    const auto quote = approved(wants("5"));
    count_at(height + 10, now - 2s, "500");
    let_age(100s);
    count_at(height + 9, quote.deadline() + 1s, "600");
    EXPECT_TRUE(is_standing(quote.grant().slot()));
    const auto& ledger = engine.commitments().ledger();
    EXPECT_EQ(ledger.at(*ledger.find(eure().id)).counted, tokens("500", eure()));
}

TEST_F(SlotLife, AfterARestartEverySlotStandsAtItsFullCapUntilItsNonceIsOver) {
    const auto quote = approved(wants("5"));
    const auto record = engine.commitments().record();
    const auto before = committed(eure());
    tell(LeaseChanged{true, 8});
    tell_only(SlotsRestored{MessageId{"record"}, record, {}, 0});
    EXPECT_GE(committed(eure()), before);
    EXPECT_TRUE(is_standing(quote.grant().slot()));

    let_age(120s);
    count_at(height + 1, quote.deadline() + 1s);
    EXPECT_TRUE(is_standing(quote.grant().slot()));  // Another may have issued a later one on it.
    let_age(10min);
    count_at(height + 2, quote.grant().nonce_deadline() + 1ns);
    EXPECT_FALSE(is_standing(quote.grant().slot()));
    EXPECT_EQ(last<SlotsChanged>()->dead.at(0).reason, SlotChangeReason::nonce_deadline_passed);
}

TEST_F(SlotLife, TheCapsOfAPredecessorAreNotLentAgain) {
    set_held(eure(), "120");
    count();
    while (is_approved(wants("5"))) {
    }
    const auto record = engine.commitments().record();
    tell(LeaseChanged{true, 8});
    tell(SlotsRestored{MessageId{"record"}, record, {}, 0});
    count();
    EXPECT_EQ(reason(wants("5")), DeclineReason::no_slot);
}

TEST_F(SlotLife, ACountOlderThanTheRecordIsIgnored) {
    const auto quote = approved(wants("5"));
    tell_only(NonceUsed{MessageId{"u"}, quote.grant().slot(), height + 5});
    count_at(height + 5, now - 2s, "595");  // Freed: the record no longer holds the slot,
    SlotsRestored record{};
    record.batches = engine.commitments().record();
    record.count_height = engine.commitments().count_height();

    Engine next{sound_policy(), "", ""};
    next.on(LeaseChanged{true, 8}, now, out);
    next.on(record, now, out);
    next.on(
        InventoryCounted{
            MessageId{"old"}, height + 4, now - 2s, now, {{eure().id, tokens("600", eure())}}},
        now,
        out
    );
    EXPECT_FALSE(next.commitments().ledger().lines().at(0).counted
    );  // and its funds are not shown twice.
}

TEST_F(SlotLife, ARecordThatContradictsItselfIsNoPermission) {
    auto record = engine.commitments().record();
    record.front().standing = {SlotRange{3, 4'000'000'000}};
    tell(LeaseChanged{true, 8});
    tell(SlotsRestored{MessageId{"record"}, record, {}, 0});
    EXPECT_EQ(last<Alert>()->kind, AlertKind::commitments_unusable);
    EXPECT_EQ(reason(wants("5")), DeclineReason::no_slot);
}

TEST_F(SlotLife, ABatchThatIsNotTheOneAskedForStopsEverything) {
    let_age(1s);
    approved(wants("5"));
    for (int i = 0; i < 8; ++i)
        tell_only(wants("1"));
    const auto* request = last<OpenBatch>();
    while (request == nullptr) {
        tell_only(wants("1"));
        request = last<OpenBatch>();
        ASSERT_NE(last<ApprovedQuote>(), nullptr);
    }
    auto event = opened(*request);
    event.facts.caps.front().amount = tokens("60", eure());
    tell_only(event);
    EXPECT_EQ(last<Alert>()->kind, AlertKind::commitments_unusable);
    EXPECT_EQ(reason(wants("1")), DeclineReason::no_slot);
}

TEST_F(SlotLife, WhatIsAskedForCommitsBeforeItIsThereAndIsFreeOnlyWhenCertainlyRefused) {
    const auto before = committed(eure());
    const OpenBatch* request = nullptr;
    while (request == nullptr) {
        tell_only(wants("1"));
        ASSERT_NE(last<ApprovedQuote>(), nullptr);
        request = last<OpenBatch>();
    }
    const auto asked = *request;
    EXPECT_EQ(committed(eure()), Amount{before.atoms() + u128{asked.size} * 6 * power_of_ten(18)});
    tell_only(BatchRefused{asked.request});
    EXPECT_GE(committed(eure()), before);  // And asked for anew.
}

TEST_F(SlotLife, NoQuoteLivesIntoTheLastMinuteOfItsNonce) {
    while (last<Declined>() == nullptr) {
        const auto decision = ask(wants("1"));
        if (const auto* quote = std::get_if<ApprovedQuote>(&decision)) {
            EXPECT_LE(quote->deadline() + 60s, quote->grant().nonce_deadline());
        }
        if (std::holds_alternative<Declined>(decision)) break;
        pass(20s);
        if (now > kOpening + 15min) break;
    }
    EXPECT_GT(now, kOpening + 15min);  // Old slots went, new ones came, quoting never stopped.
}

TEST_F(SlotLife, SlotsOfALostSaltAreGivenUp) {
    VenueObserved venue{};
    venue.height = ++height;
    venue.block_time = now - 2s;
    venue.salt = "0a0b0c0d";
    venue.valid_salts = {"252812b3"};
    tell_only(venue);
    EXPECT_EQ(last<CloseUnused>(), nullptr);  // The former is still valid.
    venue.height = ++height;
    venue.valid_salts.clear();
    const auto quote = approved(wants("5"));
    tell(venue);
    ASSERT_NE(last<CloseUnused>(), nullptr);
    EXPECT_EQ(last<CloseUnused>()->slots.at(0).reason, SlotChangeReason::salt_replaced);
    EXPECT_TRUE(is_standing(quote.grant().slot()));  // It frees nothing that was issued.
    EXPECT_EQ(ready(Side::user_sells_base), 10U);    // New ones, of the new salt.
}

TEST_F(SlotLife, NothingIsOpenedWhileAServerMayHaveForgotten) {
    tell(OpeningHeld{now + 10min});
    tell(LeaseChanged{true, 8});
    tell(SlotsRestored{MessageId{"record"}, {}, {}, 0});
    EXPECT_EQ(reason(wants("5")), DeclineReason::no_slot);
    pass(10min);
    EXPECT_TRUE(is_approved(wants("5")));
}

TEST_F(SlotLife, ACleanStopLeavesOnlyWhatIsOutstanding) {
    const auto quote = approved(wants("5"));
    tell(Stopping{});
    const auto record = engine.commitments().record();
    ASSERT_EQ(record.size(), 1U);
    ASSERT_EQ(record.front().standing.size(), 1U);
    EXPECT_EQ(record.front().standing.front().count, 1U);
    EXPECT_EQ(committed(eure()), tokens("6", eure()));
    EXPECT_EQ(committed(btc()), Amount{});
    EXPECT_TRUE(is_standing(quote.grant().slot()));
}

TEST_F(SlotLife, AFillThatWeKnowOfIsNoAlarm) {
    set_held(eure(), "120");  // All of it is promised.
    count();
    const auto quote = approved(wants("5"));
    tell(QuoteFollowed{MessageId{"m"}, quote.grant().slot(), QuoteStep::matched});
    set_held(eure(), "115");
    count();
    EXPECT_EQ(last<Alert>(), nullptr);
    EXPECT_EQ(reason(wants("5")), DeclineReason::over_committed);  // But nothing more is given.
    tell(NonceUsed{MessageId{"u"}, quote.grant().slot(), height});
    EXPECT_TRUE(is_approved(wants("5")));
}

Policy revoking_policy() {
    auto policy = sound_policy();
    policy.commitments.revoke_when_over_committed = true;
    return policy;
}

class Revoking : public SlotLife {
  protected:
    Revoking() : SlotLife{revoking_policy()} {}
};

TEST_F(Revoking, AsksForTheNoncesOfWhatCanNotBeKept) {
    const auto quote = approved(wants("5"));
    count_at(height + 1, now - 2s, "3");
    ASSERT_NE(last<RevokeSlots>(), nullptr);
    EXPECT_EQ(last<RevokeSlots>()->slots, std::vector<SlotId>{quote.grant().slot()});
    EXPECT_EQ(last<Alert>()->is_raised, true);
    count_at(height + 2, now - 2s, "600");
    EXPECT_EQ(last<Alert>()->is_raised, false);
    EXPECT_EQ(last<RevokeSlots>(), nullptr);
}

TEST(SlotName, IsReadBackAsItWasWritten) {
    const auto id = slot_id("batch/with/slashes", 17);
    EXPECT_EQ(id.text(), "batch/with/slashes/17");
    EXPECT_EQ(parse_slot_id(id)->batch, "batch/with/slashes");
    EXPECT_EQ(parse_slot_id(id)->index, 17U);
    EXPECT_FALSE(parse_slot_id(SlotId{"batch"}));
    EXPECT_FALSE(parse_slot_id(SlotId{"batch/"}));
    EXPECT_FALSE(parse_slot_id(SlotId{"batch/1x"}));
    EXPECT_FALSE(parse_slot_id(SlotId{"batch/-1"}));
    EXPECT_FALSE(parse_slot_id(SlotId{"batch/99999999999"}));
}

}  // namespace
}  // namespace unrip::strategy
