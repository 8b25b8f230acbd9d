#include "unit/strategy/trading_day.hpp"

namespace unrip::strategy {
namespace {

/// One test for each reason not to quote: everything is right but one thing.
class Decline : public TradingDay {
  protected:
    void hear(PriceStatus status, std::uint32_t sources, Ratio disagreement, Ratio half_width) {
        PriceHeard heard{};
        heard.pair = "btc-eure";
        heard.status = status;
        if (status == PriceStatus::agreed) heard.mid = price("60000");
        heard.sources = sources;
        heard.disagreement = disagreement;
        heard.half_width = half_width;
        heard.observed_at = now;
        tell(heard);
    }
    VenueObserved venue() {
        VenueObserved venue{};
        venue.height = ++height;
        venue.block_time = now - 2s;
        venue.salt = "252812b3";
        return venue;
    }
    JournalObserved journal() {
        JournalObserved journal{};
        journal.is_connected = true;
        return journal;
    }
};

TEST_F(Decline, NothingWhileAllIsRight) {
    EXPECT_TRUE(is_approved(wants("5")));
}

TEST_F(Decline, UnsupportedPair) {
    auto request = wants("5");
    request.asset_in = *AssetId::parse("nep141:wrap.near");
    EXPECT_EQ(reason(request), DeclineReason::unsupported_pair);
    EXPECT_EQ(engine.declines(std::nullopt, DeclineReason::unsupported_pair), 1U);
    request.asset_in = request.asset_out;
    EXPECT_EQ(reason(request), DeclineReason::unsupported_pair);
    request.asset_in = btc().id;
    request.asset_out = usdc().id;
    EXPECT_EQ(reason(request), DeclineReason::unsupported_pair);
}

TEST_F(Decline, MalformedRequest) {
    auto both = wants("5");
    both.exact_in = Amount{1};
    EXPECT_EQ(reason(both), DeclineReason::malformed_request);
    auto neither = wants("5");
    neither.exact_out.reset();
    EXPECT_EQ(reason(neither), DeclineReason::malformed_request);
    EXPECT_EQ(reason(wants("0")), DeclineReason::malformed_request);
    auto huge = wants("5");
    huge.exact_out = Amount{static_cast<u128>(kI128Max) + 1};
    EXPECT_EQ(reason(huge), DeclineReason::malformed_request);
    auto nameless = wants("5");
    nameless.quote_id = QuoteId{};
    EXPECT_EQ(reason(nameless), DeclineReason::malformed_request);
    auto backwards = wants("5");
    backwards.min_deadline = -1ms;
    EXPECT_EQ(reason(backwards), DeclineReason::malformed_request);
}

TEST_F(Decline, DisarmedDecidesToTheLastStepAndTakesNothing) {
    tell(ArmingChanged{MessageId{"off"}, false});
    const auto before = engine.commitments().record();
    EXPECT_EQ(reason(wants("5")), DeclineReason::disarmed);
    const auto* declined = last<Declined>();
    EXPECT_TRUE(declined->would_quote());
    EXPECT_EQ(declined->terms.amount_in, Amount{8'397});
    EXPECT_EQ(engine.commitments().record(), before);

    EXPECT_EQ(reason(sells("0.0001")), DeclineReason::over_notional_limit);  // Not `disarmed`.
}

TEST_F(Decline, NotActive) {
    tell(LeaseChanged{false, 7});
    EXPECT_EQ(reason(wants("5")), DeclineReason::not_active);
}

TEST_F(Decline, PriceFromTheFuture) {
    hear_price("60000", "btc-eure", 2'000ms);
    EXPECT_TRUE(is_approved(wants("5")));
    hear_price("60000", "btc-eure", 2'001ms);
    EXPECT_EQ(reason(wants("5")), DeclineReason::stale_price);
    EXPECT_EQ(last<Declined>()->finding->measured, -2'001);
    EXPECT_EQ(last<Declined>()->finding->limit, -2'000);
}

TEST_F(Decline, StalePrice) {
    pass(5s);
    EXPECT_TRUE(is_approved(wants("5")));
    let_age(5s);
    EXPECT_TRUE(is_approved(wants("5")));
    let_age(1ms);
    EXPECT_EQ(reason(wants("5")), DeclineReason::stale_price);
    EXPECT_EQ(last<Declined>()->finding->name, "price_age_ms");
    EXPECT_EQ(last<Declined>()->finding->measured, 5'001);
    EXPECT_EQ(last<Declined>()->finding->limit, 5'000);
}

TEST_F(Decline, StaleInventory) {
    let_age(44s);
    hear_venue();
    hear_price("60000");
    EXPECT_EQ(reason(wants("5")), DeclineReason::stale_inventory);
    EXPECT_EQ(last<Declined>()->finding->measured, 46'000);  // Since its block, 2 s before it came.
}

TEST_F(Decline, AStandingNodeIsNotFreshForRepeatingItself) {
    const auto frozen_height = height;
    const auto frozen_time = block_time;
    let_age(44s);
    hear_venue();
    hear_price("60000");
    tell(InventoryCounted{
        MessageId{"again"}, frozen_height, frozen_time, now, {{eure().id, tokens("600", eure())}}});
    EXPECT_EQ(reason(wants("5")), DeclineReason::stale_inventory);
}

TEST_F(Decline, ATokenThatTheNewestCountLeavesOutIsNotKnown) {
    tell(InventoryCounted{
        MessageId{"partial"}, ++height, now - 2s, now, {{btc().id, tokens("0.01", btc())}}});
    EXPECT_EQ(reason(wants("5")), DeclineReason::stale_inventory);
    EXPECT_TRUE(is_approved(buys_for("5")));
}

TEST_F(Decline, StaleSalt) {
    let_age(59s);
    hear_price("60000");
    count();
    EXPECT_EQ(reason(wants("5")), DeclineReason::stale_salt);
}

TEST_F(Decline, AccountLocked) {
    auto locked = venue();
    locked.is_account_locked = true;
    tell(locked);
    EXPECT_EQ(reason(wants("5")), DeclineReason::account_locked);
}

TEST_F(Decline, VenuePaused) {
    auto paused = venue();
    paused.is_paused = true;
    tell(paused);
    EXPECT_EQ(reason(wants("5")), DeclineReason::venue_paused);
}

TEST_F(Decline, ClockSkewWhenTheWallClockJumps) {
    now += 600ms;
    hear_beat();
    EXPECT_EQ(last<Alert>()->kind, AlertKind::clock_skew);
    EXPECT_EQ(reason(wants("5")), DeclineReason::clock_skew);
    EXPECT_EQ(last<Declined>()->finding->name, "clock_divergence_ms");
}

TEST_F(Decline, ClockSkewAgainstTheChain) {
    auto late = venue();
    late.block_time = now - 15'001ms;
    tell(late);
    EXPECT_EQ(reason(wants("5")), DeclineReason::clock_skew);
    EXPECT_EQ(last<Declined>()->finding->name, "block_behind_ms");
    auto early = venue();
    early.block_time = now + 2'001ms;
    tell(early);
    EXPECT_EQ(reason(wants("5")), DeclineReason::clock_skew);
    EXPECT_EQ(last<Declined>()->finding->name, "block_ahead_ms");
}

TEST_F(Decline, BusLost) {
    auto lost = journal();
    lost.is_connected = false;
    tell(lost);
    EXPECT_EQ(reason(wants("5")), DeclineReason::bus_lost);
}

TEST_F(Decline, JournalBehind) {
    auto many = journal();
    many.unacked = 1'001;
    tell(many);
    EXPECT_EQ(reason(wants("5")), DeclineReason::journal_behind);
    auto old = journal();
    old.oldest_unacked = 2'001ms;
    tell(old);
    EXPECT_EQ(reason(wants("5")), DeclineReason::journal_behind);
    auto refused = journal();
    refused.was_refused = true;
    tell(refused);
    EXPECT_EQ(reason(wants("5")), DeclineReason::journal_behind);
    tell(journal());
    EXPECT_TRUE(is_approved(wants("5")));
}

TEST_F(Decline, OverCommitted) {
    // 120 are promised.
    tell_only(InventoryCounted{
        MessageId{"less"}, ++height, now - 2s, now, {{eure().id, tokens("100", eure())}}});
    EXPECT_EQ(last<Alert>()->kind, AlertKind::over_committed);
    EXPECT_EQ(last<Alert>()->subject, eure().id.text());
    tell_only(wants("5"));
    EXPECT_EQ(last<Declined>()->reason, DeclineReason::over_committed);

    // Slots that were never used can be given up; then there is enough for those left.
    answer_wishes();
    EXPECT_LE(committed(eure()), tokens("100", eure()));
    EXPECT_TRUE(is_approved(wants("5")));
}

TEST_F(Decline, TooFewSources) {
    hear(PriceStatus::agreed, 1, Ratio{}, Ratio{});
    EXPECT_EQ(reason(wants("5")), DeclineReason::too_few_sources);
    hear(PriceStatus::too_few_sources, 0, Ratio{}, Ratio{});
    EXPECT_EQ(reason(wants("5")), DeclineReason::too_few_sources);
}

TEST_F(Decline, SourcesDisagree) {
    hear(PriceStatus::agreed, 3, Ratio::millionths(5'001), Ratio{});
    EXPECT_EQ(reason(wants("5")), DeclineReason::sources_disagree);
    hear(PriceStatus::agreed, 3, Ratio{}, Ratio::millionths(5'001));
    EXPECT_EQ(reason(wants("5")), DeclineReason::sources_disagree);
    hear(PriceStatus::sources_disagree, 3, Ratio{}, Ratio{});
    EXPECT_EQ(reason(wants("5")), DeclineReason::sources_disagree);
}

TEST_F(Decline, NoPriceWhenAnAgreedOneIsZeroOrAbsent) {
    PriceHeard heard{};
    heard.pair = "btc-eure";
    heard.mid = Price{};
    heard.sources = 3;
    heard.observed_at = now;
    tell(heard);
    EXPECT_EQ(reason(wants("5")), DeclineReason::no_price);
    heard.mid.reset();
    tell(heard);
    EXPECT_EQ(reason(wants("5")), DeclineReason::no_price);
}

TEST_F(Decline, ArithmeticOverflow) {
    auto request = sells("1");
    request.exact_in = Amount{static_cast<u128>(kI128Max)};
    EXPECT_EQ(reason(request), DeclineReason::arithmetic_overflow);
}

TEST_F(Decline, AmountTooSmall) {
    auto dust = buys_for("5");
    dust.exact_in = Amount{1};  // Not a satoshi for so little.
    EXPECT_EQ(reason(dust), DeclineReason::amount_too_small);
    limits().notional_min = tokens("4", eure());
    change_limits(limits());
    EXPECT_EQ(reason(wants("3.99")), DeclineReason::amount_too_small);
    EXPECT_TRUE(is_approved(wants("4")));
}

TEST_F(Decline, OverNotionalLimit) {
    EXPECT_EQ(reason(wants("5.000000000000000001")), DeclineReason::over_notional_limit);
    EXPECT_EQ(last<Declined>()->finding->name, "notional");
    limits().notional_max = tokens("4.5", eure());
    change_limits(limits());
    EXPECT_EQ(reason(wants("5")), DeclineReason::over_notional_limit);
    EXPECT_EQ(last<Declined>()->stamp.based_on->limits_hash, "new-limits-hash");
}

TEST_F(Decline, OverSizeLimit) {
    limits().base_max = Amount{8'396};
    change_limits(limits());
    EXPECT_EQ(reason(wants("5")), DeclineReason::over_size_limit);
    limits().base_max = Amount{8'397};
    limits().quote_max = tokens("4.9", eure());
    change_limits(limits());
    EXPECT_EQ(reason(wants("5")), DeclineReason::over_size_limit);
    EXPECT_TRUE(is_approved(wants("4.9")));
}

TEST_F(Decline, OverRateLimit) {
    limits().quotes_burst = 2;
    limits().quotes_per_second = 1;
    change_limits(limits());
    EXPECT_TRUE(is_approved(wants("1")));
    EXPECT_TRUE(is_approved(wants("1")));
    EXPECT_EQ(reason(wants("1")), DeclineReason::over_rate_limit);
    let_age(1s);
    EXPECT_TRUE(is_approved(wants("1")));
    EXPECT_EQ(reason(wants("1")), DeclineReason::over_rate_limit);
}

TEST_F(Decline, DeadlineTooLong) {
    auto request = wants("5");
    request.min_deadline = 120'001ms;
    EXPECT_EQ(reason(request), DeclineReason::deadline_too_long);
    request.min_deadline = 120s;
    EXPECT_EQ(approved(request).deadline(), now + 130s);
}

TEST_F(Decline, TooLate) {
    auto leg = wants("5");
    leg.auction = 51ms;
    leg.received_at = now - 22ms;  // And 30 ms more until the answer is there.
    EXPECT_EQ(reason(leg), DeclineReason::too_late);
    leg.received_at = now - 21ms;
    EXPECT_TRUE(is_approved(leg));
    auto old = wants("5");
    old.received_at = now - 1'471ms;
    EXPECT_EQ(reason(old), DeclineReason::too_late);
}

TEST_F(Decline, AlreadyAnswered) {
    const auto request = wants("5");
    EXPECT_TRUE(is_approved(request));
    EXPECT_EQ(reason(request), DeclineReason::already_answered);
}

TEST_F(Decline, InsufficientInventory) {
    set_held(eure(), "4");
    count();
    // The slots are gone with the funds; a new engine would hold only what is there.
    tell(LeaseChanged{true, 8});
    tell(SlotsRestored{MessageId{"record"}, {}, {}, 0});
    EXPECT_EQ(reason(wants("5")), DeclineReason::insufficient_inventory);
}

TEST_F(Decline, SlotCapExceeded) {
    limits().notional_max = tokens("7", eure());
    change_limits(limits());
    EXPECT_EQ(reason(wants("6.000000000000000001")), DeclineReason::slot_cap_exceeded);
    EXPECT_TRUE(is_approved(wants("6")));
}

TEST_F(Decline, WithdrawalPending) {
    tell(WithdrawalReserving{MessageId{"w"}, "w1", eure().id, tokens("600", eure())});
    EXPECT_EQ(reason(wants("5")), DeclineReason::withdrawal_pending);
    EXPECT_TRUE(is_approved(buys_for("5")));  // The other token is not asked for.
}

TEST_F(Decline, NoSlotBeforeTheRecordIsRead) {
    tell(LeaseChanged{true, 8});
    EXPECT_EQ(reason(wants("5")), DeclineReason::no_slot);
    tell(SlotsRestored{MessageId{"record"}, {}, {}, 0});
    EXPECT_TRUE(is_approved(wants("5")));
}

class Uninformed : public testing::Test {
  protected:
    DeclineReason reason() {
        QuoteRequested demand{};
        demand.quote_id = QuoteId{"q"};
        demand.asset_in = btc().id;
        demand.asset_out = eure().id;
        demand.exact_in = Amount{8'000};
        demand.received_at = kOpening;
        Decisions out;
        engine.on(demand, kOpening, out);
        return std::get<Declined>(out.at(0)).reason;
    }
    void tell(const Event& event) {
        Decisions out;
        engine.on(event, kOpening, out);
    }
    Engine engine{sound_policy(), "", ""};
};

TEST_F(Uninformed, SaysOneAfterTheOtherWhatItDoesNotKnow) {
    EXPECT_EQ(reason(), DeclineReason::not_active);
    tell(LeaseChanged{true, 1});
    EXPECT_EQ(reason(), DeclineReason::no_price);
    PriceHeard heard{};
    heard.pair = "btc-eure";
    heard.mid = price("60000");
    heard.sources = 2;
    heard.observed_at = kOpening;
    tell(heard);
    EXPECT_EQ(reason(), DeclineReason::no_inventory);
    tell(InventoryCounted{
        MessageId{"c"}, 1, kOpening - 1s, kOpening, {{eure().id, tokens("600", eure())}}});
    EXPECT_EQ(reason(), DeclineReason::no_salt);
    VenueObserved venue{};
    venue.height = 1;
    venue.block_time = kOpening - 1s;
    tell(venue);
    EXPECT_EQ(reason(), DeclineReason::clock_skew);
    tell(ClockBeat{kOpening, Tick{}});
    EXPECT_EQ(reason(), DeclineReason::bus_lost);
    JournalObserved journal{};
    journal.is_connected = true;
    tell(journal);
    EXPECT_EQ(reason(), DeclineReason::disarmed);
    tell(ArmingChanged{MessageId{"a"}, true});
    EXPECT_EQ(reason(), DeclineReason::no_slot);
}

Policy strict_policy() {
    auto policy = sound_policy();
    policy.answers_price_probes = false;
    policy.partners_refused = {"rude"};
    policy.pairs[0].band = InventoryBand{tokens("0.00995", btc()), tokens("0.01005", btc())};
    return policy;
}

class Strict : public TradingDay {
  protected:
    Strict() : TradingDay{strict_policy()} {}
};

TEST_F(Strict, PriceProbe) {
    auto request = wants("1");
    request.is_probe = true;
    EXPECT_EQ(reason(request), DeclineReason::price_probe);
}

TEST_F(Strict, PartnerRefused) {
    auto request = wants("1");
    request.partner = "rude";
    EXPECT_EQ(reason(request), DeclineReason::partner_refused);
    request.partner = "polite";
    EXPECT_TRUE(is_approved(request));
}

TEST_F(Strict, InventoryBand) {
    EXPECT_EQ(reason(wants("4")), DeclineReason::inventory_band);
    EXPECT_EQ(reason(buys("0.00006")), DeclineReason::inventory_band);
    EXPECT_TRUE(is_approved(wants("2")));
    EXPECT_TRUE(is_approved(buys("0.00005")));
    set_held(btc(), "0.5");
    count();
    EXPECT_TRUE(is_approved(buys("0.00006")));  // Towards the band, from outside it.
}

TEST(DeclineReason, HasTheTextsOfTheWire) {
    EXPECT_EQ(to_text(DeclineReason::unsupported_pair), "unsupported_pair");
    EXPECT_EQ(to_text(DeclineReason::over_committed), "over_committed");
    EXPECT_EQ(to_text(DeclineReason::already_answered), "already_answered");
    EXPECT_EQ(to_text(DeclineReason::no_slot), "no_slot");
}

}  // namespace
}  // namespace unrip::strategy
