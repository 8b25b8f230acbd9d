#include "unit/trade-executor/trading.hpp"

namespace unrip::trade_executor {
namespace {

struct MemoryTest : Trading {
    messages::Envelope<messages::TradeSettlement> word(
        const messages::QuoteSigned& quote, messages::SettlementState state
    ) {
        messages::Envelope<messages::TradeSettlement> settlement;
        settlement.id = MessageId{
            "set-" + quote.quote_hash.text() + "-" + std::string{messages::to_text(state)}};
        settlement.sent_at_ms = to_unix_ms(kNow);
        settlement.body.quote_hash = quote.quote_hash;
        settlement.body.slot = quote.slot;
        settlement.body.state = state;
        settlement.body.notional_eure = quote.notional_eure;
        return settlement;
    }
};

TEST_F(MemoryTest, KnowsEachCommandOnce) {
    EXPECT_TRUE(memory.commands.take(CommandId{"cmd-1"}));
    EXPECT_FALSE(memory.commands.take(CommandId{"cmd-1"}));
}

TEST_F(MemoryTest, OfACommandSignedWithoutAResultIsAnOrphan) {
    memory.recall(signed_quote(command(), "cmd-1"));
    auto other = command();
    other.slot = SlotId{"7-1/1"};
    other.nonce = near::to_text(nonce_of(1));
    memory.recall(signed_quote(other, "cmd-2"));
    messages::Envelope<messages::TradeResult> result;
    result.body.command_id = CommandId{"cmd-2"};
    memory.recall(result);

    const auto orphans = memory.commands.take_orphans();
    ASSERT_EQ(orphans.size(), 1U);
    EXPECT_EQ(orphans[0].body.command_id.text(), "cmd-1");
    EXPECT_TRUE(memory.commands.take_orphans().empty());
    EXPECT_FALSE(memory.commands.take(CommandId{"cmd-1"})) << "it was dealt with";
}

TEST_F(MemoryTest, OfWhatIsUnderWayHereIsNoOrphan) {
    ASSERT_TRUE(memory.commands.take(CommandId{"cmd-1"}));
    memory.recall(signed_quote(command(), "cmd-1"));
    EXPECT_TRUE(memory.commands.take_orphans().empty());
}

TEST_F(MemoryTest, ToldTheSameTwiceCountsItOnce) {
    const auto quote = signed_quote(command(), "cmd-1");
    memory.said(quote);
    memory.recall(quote);
    memory.recall(quote);
    const auto state = memory.rolling.state();
    ASSERT_EQ(state.signed_hour.size(), 1U);
    EXPECT_EQ(state.signed_hour.begin()->second, quote.body.notional_eure);

    auto settled = word(quote.body, messages::SettlementState::settled);
    settled.body.is_last = true;
    settled.body.block = messages::Block{200, "block", to_unix_ns(kNow)};
    settled.body.realised_pnl_eure = -7;
    settled.body.is_nonce_used = true;
    memory.recall(settled);
    memory.recall(settled);
    EXPECT_EQ(memory.rolling.state().settled_hour.begin()->second, quote.body.notional_eure);
    EXPECT_EQ(memory.rolling.state().loss_hour.begin()->second, Amount{7});
    EXPECT_TRUE(memory.slots.find(quote.body.slot, kNow)->is_used);
    EXPECT_EQ(memory.follower.size(), 0U);
}

TEST_F(MemoryTest, ClosesASlotWhenAQuoteOnItIsMatched) {
    const auto quote = signed_quote(command(), "cmd-1");
    memory.said(quote);
    memory.said(word(quote.body, messages::SettlementState::matched));
    EXPECT_EQ(memory.slots.find(quote.body.slot, kNow)->standing, Slot::Standing::closed);
}

TEST_F(MemoryTest, CountsFailuresButNotThoseThatLanesBringWithThem) {
    const auto quote = signed_quote(command(), "cmd-1");
    memory.said(quote);
    auto failed = word(quote.body, messages::SettlementState::failed);
    failed.body.failure = messages::SettlementFailure::nonce_used;
    memory.said(failed);
    EXPECT_EQ(memory.rolling.state().failures_in_a_row, 0U);
    failed.id = MessageId{"set-other-failed"};
    failed.body.failure = messages::SettlementFailure::insufficient_balance;
    memory.said(failed);
    EXPECT_EQ(memory.rolling.state().failures_in_a_row, 1U);
}

TEST_F(MemoryTest, KeepsNoQuoteOfAnotherAccount) {
    auto quote = signed_quote(command(), "cmd-1");
    quote.body.account_id = "other.near";
    memory.recall(quote);
    EXPECT_EQ(memory.follower.size(), 0U);
    EXPECT_TRUE(memory.rolling.state().signed_hour.empty());
}

}  // namespace
}  // namespace unrip::trade_executor
