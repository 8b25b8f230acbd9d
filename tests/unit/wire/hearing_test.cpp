#include "wire/hearing.hpp"

#include <gtest/gtest.h>

namespace unrip::wire {
namespace {

using messages::LiquidityState;
using messages::SettlementState;

messages::Envelope<messages::TradeSettlement> settlement(SettlementState state) {
    messages::Envelope<messages::TradeSettlement> said;
    said.id = MessageId{"set-1"};
    said.body.slot = SlotId{"7-1/3"};
    said.body.state = state;
    return said;
}

messages::Envelope<messages::LiquidityAction> withdrawal(LiquidityState state) {
    messages::Envelope<messages::LiquidityAction> said;
    said.id = MessageId{"liq-wd-1-2"};
    said.body.kind = messages::LiquidityKind::withdrawal;
    said.body.state = state;
    said.body.action_id = "wd-1";
    said.body.asset = *AssetId::parse("nep141:btc.omft.near");
    said.body.amount = Amount{500};
    return said;
}

TEST(Hearing, TheAuctionEndsWhenTheRequesterSaid) {
    messages::Envelope<messages::SwapDemand> said;
    EXPECT_FALSE(event_of(said).auction);
    said.body.wait_ms = 900;
    EXPECT_EQ(event_of(said).auction, Milliseconds{900});
    said.body.max_wait_ms = 1'900;
    EXPECT_EQ(event_of(said).auction, Milliseconds{1'900});
}

TEST(Hearing, APriceThatIsNotThereIsNoPrice) {
    messages::Envelope<messages::MarketPrice> said;
    said.pair = "btc-eure";
    said.body.status = messages::PriceStatus::sources_disagree;
    const auto heard = event_of(said);
    EXPECT_EQ(heard.status, strategy::PriceStatus::sources_disagree);
    EXPECT_FALSE(heard.mid);
    EXPECT_EQ(heard.pair, "btc-eure");
}

TEST(Hearing, OnlyValidSaltsAreHeard) {
    messages::Envelope<messages::Venue> said;
    said.body.current_salt = "aaaaaaaa";
    said.body.salts = {{"aaaaaaaa", true}, {"bbbbbbbb", true}, {"cccccccc", false}};
    EXPECT_EQ(event_of(said).valid_salts, std::vector<std::string>{"bbbbbbbb"});
    EXPECT_FALSE(event_of(said).is_paused);
    said.body.is_paused = true;
    EXPECT_TRUE(event_of(said).is_paused);
}

TEST(Hearing, ASettlementUsesTheNonceAtItsBlock) {
    auto said = settlement(SettlementState::settled);
    said.body.block = messages::Block{131, "h", 0};
    const auto events = events_of(said);
    ASSERT_EQ(events.size(), 2U);
    const auto& used = std::get<strategy::NonceUsed>(events[0]);
    EXPECT_EQ(used.height, 131U);
    EXPECT_EQ(used.slot, SlotId{"7-1/3"});
    EXPECT_EQ(std::get<strategy::QuoteFollowed>(events[1]).step, strategy::QuoteStep::settled);
}

TEST(Hearing, ANonceThatIsUsedByNobodyKnowsWhomEndsItsSlotToo) {
    auto said = settlement(SettlementState::unknown);
    said.body.is_nonce_used = true;
    said.body.block = messages::Block{131, "block", 1};
    const auto events = events_of(said);
    ASSERT_FALSE(events.empty());
    EXPECT_EQ(std::get<strategy::NonceUsed>(events[0]).height, 131U);
}

TEST(Hearing, WithoutABlockNoNonceIsUsed) {
    for (const auto state :
         {SettlementState::matched,
          SettlementState::settled,
          SettlementState::failed,
          SettlementState::expired,
          SettlementState::unknown}) {
        const auto events = events_of(settlement(state));
        ASSERT_EQ(events.size(), 1U);
        EXPECT_TRUE(std::holds_alternative<strategy::QuoteFollowed>(events[0]));
    }
}

TEST(Hearing, AFailureOnAUsedNonceUsesIt) {
    auto said = settlement(SettlementState::failed);
    said.body.block = messages::Block{7, "h", 0};
    EXPECT_EQ(events_of(said).size(), 1U);
    said.body.is_nonce_used = true;
    EXPECT_EQ(events_of(said).size(), 2U);
}

TEST(Hearing, ARefusalForTheSlotsSakeIsToldFromOthers) {
    using messages::ExecutorRefusal;
    using strategy::QuoteStep;
    messages::Envelope<messages::TradeResult> said;
    said.body.slot = SlotId{"7-1/0"};
    said.body.outcome = messages::ResultOutcome::refused;
    const auto step_for = [&](ExecutorRefusal refusal) {
        said.body.refusal = refusal;
        return event_of(said).step;
    };
    EXPECT_EQ(step_for(ExecutorRefusal::slot_closed), QuoteStep::slot_refused);
    EXPECT_EQ(step_for(ExecutorRefusal::nonce_used), QuoteStep::slot_refused);
    EXPECT_EQ(step_for(ExecutorRefusal::unknown_slot), QuoteStep::refused);
    EXPECT_EQ(step_for(ExecutorRefusal::lane_full), QuoteStep::refused);
    EXPECT_EQ(step_for(ExecutorRefusal::disarmed), QuoteStep::refused);
}

TEST(Hearing, AWithdrawalAsksForRoom) {
    const auto events = events_of(withdrawal(LiquidityState::reserving));
    ASSERT_EQ(events.size(), 1U);
    const auto& reserving = std::get<strategy::WithdrawalReserving>(events[0]);
    EXPECT_EQ(reserving.action, "wd-1");
    EXPECT_EQ(reserving.amount, Amount{500});
}

TEST(Hearing, AWithdrawalIsOverOnlyWhereThatIsKnown) {
    for (const auto& entry : messages::enum_texts<LiquidityState>()) {
        const bool ends_without_block =
            entry.value == LiquidityState::rejected || entry.value == LiquidityState::cancelled;
        const bool asks = entry.value == LiquidityState::reserving;
        const auto events = events_of(withdrawal(entry.value));
        EXPECT_EQ(events.size(), ends_without_block || asks ? 1U : 0U) << entry.text;
    }
    for (const auto state :
         {LiquidityState::executed,
          LiquidityState::completed,
          LiquidityState::refunded,
          LiquidityState::failed}) {
        auto said = withdrawal(state);
        said.body.block_height = 99;
        const auto events = events_of(said);
        ASSERT_EQ(events.size(), 1U);
        EXPECT_EQ(std::get<strategy::WithdrawalEnded>(events[0]).height, 99U);
    }
}

TEST(Hearing, DepositsAndRevocationsAreNotWithdrawals) {
    auto said = withdrawal(LiquidityState::reserving);
    said.body.kind = messages::LiquidityKind::deposit;
    EXPECT_TRUE(events_of(said).empty());
    said.body.kind = messages::LiquidityKind::execution;
    EXPECT_TRUE(events_of(said).empty());
}

}  // namespace
}  // namespace unrip::wire
