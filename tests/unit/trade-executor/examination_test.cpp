// Each refusal is reached by changing one thing on a day when everything else is right.

#include "unit/trade-executor/trading.hpp"

namespace unrip::trade_executor {
namespace {

using messages::DeltaText;
using messages::ExecutorRefusal;

struct Examination : Trading {
    messages::ExecuteTrade trade = command();

    std::optional<ExecutorRefusal> refusal() const { return look(trade).refusal; }
};

TEST_F(Examination, FindsNothingWrongWithACommandThatIsRight) {
    const auto examined = look(trade);
    EXPECT_FALSE(examined.refusal) << messages::to_text(*examined.refusal);
    ASSERT_NE(examined.pair, nullptr);
    EXPECT_EQ(examined.pair->name, "btc-eure");
    EXPECT_EQ(examined.notional.to_string(), "5000000000000000000");
    EXPECT_EQ(examined.reference.id.text(), "px-1");
    ASSERT_TRUE(examined.terms);
    EXPECT_EQ(examined.terms->amount_out, Amount{8'271});
}

TEST_F(Examination, Disarmed) {
    situation.is_armed = false;
    EXPECT_EQ(refusal(), ExecutorRefusal::disarmed);
}

TEST_F(Examination, NotActive) {
    situation.is_active = false;
    EXPECT_EQ(refusal(), ExecutorRefusal::not_active);
}

TEST_F(Examination, CommandExpired) {
    now = kNow + 1501ms;
    const auto examined = look(trade);
    EXPECT_EQ(examined.refusal, ExecutorRefusal::command_expired);
    ASSERT_TRUE(examined.finding);
    EXPECT_EQ(examined.finding->name, "late_ms");
    EXPECT_EQ(examined.finding->value, "1");
}

TEST_F(Examination, StaleEpoch) {
    situation.epoch = 8;
    EXPECT_EQ(refusal(), ExecutorRefusal::stale_epoch);
}

TEST_F(Examination, MalformedCommand) {
    const auto refuses = [&](auto change) {
        auto broken = command();
        change(broken);
        return look(broken).refusal == ExecutorRefusal::malformed_command;
    };
    EXPECT_TRUE(refuses([](auto& it) { it.delta_in = DeltaText::of(-1); }));
    EXPECT_TRUE(refuses([](auto& it) { it.delta_out = DeltaText::of(8'271); }));
    EXPECT_TRUE(refuses([](auto& it) { it.delta_out = *DeltaText::parse("-08271"); }));
    EXPECT_TRUE(refuses([](auto& it) { it.delta_in = DeltaText::of(0); }));
    EXPECT_TRUE(refuses([](auto& it) { it.asset_out = it.asset_in; }));
    EXPECT_TRUE(refuses([](auto& it) { it.nonce = "AAAA"; }));
    EXPECT_TRUE(refuses([](auto& it) { it.deadline = "2026-11-20T12:01:10Z"; }));
    EXPECT_TRUE(refuses([](auto& it) { it.deadline = "2026-11-20T13:01:10.000+01:00"; }));
    EXPECT_TRUE(refuses([](auto& it) { it.quote_id = QuoteId{}; }));
    EXPECT_TRUE(refuses([](auto& it) { it.slot = SlotId{"7-1"}; }));
}

TEST_F(Examination, WrongAccount) {
    trade.account_id = "other.near";
    EXPECT_EQ(refusal(), ExecutorRefusal::wrong_account);
    trade = command();
    trade.contract = "other.near";
    EXPECT_EQ(refusal(), ExecutorRefusal::wrong_account);
}

TEST_F(Examination, UnsupportedAsset) {
    trade.asset_in = *AssetId::parse("nep141:usdc.near");
    EXPECT_EQ(refusal(), ExecutorRefusal::unsupported_asset);
    trade.asset_in = *AssetId::parse("nep141:eth.omft.near");
    EXPECT_EQ(refusal(), ExecutorRefusal::unsupported_asset) << "btc for eth is no pair";
}

TEST_F(Examination, UnknownSlot) {
    trade.slot = SlotId{"7-2/0"};
    EXPECT_EQ(refusal(), ExecutorRefusal::unknown_slot);
    trade.slot = SlotId{"7-1/4"};
    EXPECT_EQ(refusal(), ExecutorRefusal::unknown_slot);
}

TEST_F(Examination, SlotClosed) {
    memory.slots.close(trade.slot);
    EXPECT_EQ(refusal(), ExecutorRefusal::slot_closed);
}

TEST_F(Examination, OverSlotCap) {
    trade.delta_out = DeltaText::of(-10'001);
    EXPECT_EQ(refusal(), ExecutorRefusal::over_slot_cap);
}

TEST_F(Examination, TheOtherTokenHasNoCapOnThisSlot) {
    std::swap(trade.asset_in, trade.asset_out);
    EXPECT_EQ(refusal(), ExecutorRefusal::over_slot_cap);
}

TEST_F(Examination, LaneFull) {
    memory.slots.sign(trade.slot, now + 70s, now);
    EXPECT_EQ(refusal(), ExecutorRefusal::lane_full);
}

TEST_F(Examination, NonceMismatch) {
    trade.nonce = near::to_text(nonce_of(1));
    EXPECT_EQ(refusal(), ExecutorRefusal::nonce_mismatch);
}

TEST_F(Examination, NonceUsed) {
    memory.slots.mark_used(trade.slot);
    EXPECT_EQ(refusal(), ExecutorRefusal::nonce_used);
}

TEST_F(Examination, NoReference) {
    messages::Envelope<messages::MarketPrice> none;
    none.pair = "btc-eure";
    none.body.status = messages::PriceStatus::sources_disagree;
    memory.facts.hear(none);
    EXPECT_EQ(refusal(), ExecutorRefusal::no_reference);
}

TEST_F(Examination, ReferenceFromTheFuture) {
    hear_price("60000", now + policy.freshness.block_ahead_max + 1ms);
    EXPECT_EQ(refusal(), ExecutorRefusal::stale_reference);
}

TEST_F(Examination, StaleReference) {
    hear_price("60000", now - policy.freshness.price_age_max - 1ms);
    const auto examined = look(trade);
    EXPECT_EQ(examined.refusal, ExecutorRefusal::stale_reference);
    EXPECT_EQ(examined.finding->name, "price_age_ms");
}

TEST_F(Examination, DeadlineTooSoon) {
    trade.deadline = near::to_rfc3339(now + policy.executor.lifetime_min - 1ms);
    EXPECT_EQ(refusal(), ExecutorRefusal::deadline_too_soon);
}

TEST_F(Examination, DeadlineTooLate) {
    trade.deadline = near::to_rfc3339(now + policy.executor.lifetime_max + 1ms);
    EXPECT_EQ(refusal(), ExecutorRefusal::deadline_too_late);
    trade.deadline = near::to_rfc3339(now + 600s - policy.timing.nonce_margin + 1ms);
    EXPECT_EQ(refusal(), ExecutorRefusal::deadline_too_late) << "too close to the nonce's end";
}

TEST_F(Examination, OverNotionalLimit) {
    trade.delta_in = DeltaText::of(i128{1'001} * 1'000'000'000'000'000'000);
    EXPECT_EQ(refusal(), ExecutorRefusal::over_notional_limit);
}

TEST_F(Examination, PriceOutOfBand) {
    trade.delta_in = DeltaText::of(i128{4'900'000'000'000'000'000});
    EXPECT_EQ(refusal(), ExecutorRefusal::price_out_of_band) << "we would give more than we get";
    trade = command();
    trade.delta_out = DeltaText::of(-7'000);
    EXPECT_EQ(refusal(), ExecutorRefusal::price_out_of_band) << "too good to be true";
}

TEST_F(Examination, SignedNotionalLimit) {
    memory.rolling.on_signed(policy.executor.rolling.signed_per_hour, now);
    EXPECT_EQ(refusal(), ExecutorRefusal::signed_notional_limit);
    EXPECT_TRUE(disarms(*refusal()));
}

TEST_F(Examination, SettledNotionalLimit) {
    memory.rolling.on_settled(policy.executor.rolling.settled_per_hour, 0, now);
    EXPECT_EQ(refusal(), ExecutorRefusal::settled_notional_limit);
    EXPECT_TRUE(disarms(*refusal()));
}

TEST_F(Examination, RealisedLossLimit) {
    const auto loss = static_cast<i128>(policy.executor.rolling.loss_per_hour.atoms());
    memory.rolling.on_settled(Amount{1}, -loss, now);
    EXPECT_EQ(refusal(), ExecutorRefusal::realised_loss_limit);
    EXPECT_TRUE(disarms(*refusal()));
}

TEST_F(Examination, FailedSettlementsLimit) {
    for (std::uint32_t failed = 0; failed < policy.executor.rolling.failures_in_a_row; ++failed)
        memory.rolling.on_failed();
    EXPECT_EQ(refusal(), ExecutorRefusal::failed_settlements_limit);
    EXPECT_TRUE(disarms(*refusal()));
    memory.rolling.forgive_failures();
    EXPECT_FALSE(refusal());
}

TEST_F(Examination, StaleInventory) {
    now = kNow + policy.freshness.inventory_age_max + 1ms;
    trade.expires_at_ms = to_unix_ms(now);
    hear_price("60000", now);
    EXPECT_EQ(refusal(), ExecutorRefusal::stale_inventory);
}

TEST_F(Examination, StaleSalt) {
    now = kNow + policy.freshness.venue_age_max + 1ms;
    trade.expires_at_ms = to_unix_ms(now);
    trade.deadline = near::to_rfc3339(now + 70s);
    hear_price("60000", now);
    hear_count(now);
    EXPECT_EQ(refusal(), ExecutorRefusal::stale_salt);
}

TEST_F(Examination, InvalidSalt) {
    auto venue = venue_at(now);
    venue.current_salt = "00000001";
    venue.salts = {{"252812b3", false}};
    hear(venue);
    EXPECT_EQ(refusal(), ExecutorRefusal::invalid_salt);
    venue.salts.clear();
    hear(venue);
    EXPECT_EQ(refusal(), ExecutorRefusal::invalid_salt) << "nothing was said of it";
    venue.salts = {{"252812b3", true}};
    hear(venue);
    EXPECT_FALSE(refusal()) << "an older salt that is still valid will do";
}

TEST_F(Examination, AccountLocked) {
    auto venue = venue_at(now);
    venue.is_account_locked = true;
    hear(venue);
    EXPECT_EQ(refusal(), ExecutorRefusal::account_locked);
}

TEST_F(Examination, VenuePaused) {
    auto venue = venue_at(now);
    venue.is_paused = true;
    hear(venue);
    EXPECT_EQ(refusal(), ExecutorRefusal::venue_paused);
}

TEST_F(Examination, KeyNotRegistered) {
    auto venue = venue_at(now);
    venue.public_keys = {"ed25519:GKRY2rqGFAXf2LWvXQFszfkMtuDEDhUS3yc2XvXMNzKe"};
    hear(venue);
    EXPECT_EQ(refusal(), ExecutorRefusal::key_not_registered);
}

TEST_F(Examination, ClockSkew) {
    memory.facts.beat(now + 700ms, Tick{} + 1ms);
    EXPECT_EQ(refusal(), ExecutorRefusal::clock_skew);
}

TEST_F(Examination, BusLost) {
    situation.is_connected = false;
    EXPECT_EQ(refusal(), ExecutorRefusal::bus_lost);
}

TEST_F(Examination, JournalBehind) {
    const auto right = situation;
    situation.unacked = policy.freshness.journal_unacked_max + 1;
    EXPECT_EQ(refusal(), ExecutorRefusal::journal_behind);
    situation = right;
    situation.oldest_unacked = policy.freshness.journal_age_max + 1ms;
    EXPECT_EQ(refusal(), ExecutorRefusal::journal_behind);
    situation = right;
    situation.was_refused = true;
    EXPECT_EQ(refusal(), ExecutorRefusal::journal_behind);
    situation = right;
    situation.is_following_full = true;
    EXPECT_EQ(refusal(), ExecutorRefusal::journal_behind);
}

TEST_F(Examination, AsksFirstWhatWeAreAndThenWhatWeAreAsked) {
    situation.is_armed = false;
    trade.account_id = "other.near";
    now = kNow + 1h;
    EXPECT_EQ(refusal(), ExecutorRefusal::disarmed);
    situation.is_armed = true;
    EXPECT_EQ(refusal(), ExecutorRefusal::command_expired);
    now = kNow;
    EXPECT_EQ(refusal(), ExecutorRefusal::wrong_account);
}

}  // namespace
}  // namespace unrip::trade_executor
