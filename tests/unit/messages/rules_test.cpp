#include "messages/liquidity_action.hpp"
#include "messages/market_price.hpp"
#include "messages/quote_response.hpp"
#include "messages/swap_demand.hpp"
#include "messages/trade_decision.hpp"
#include "messages/trade_result.hpp"
#include "messages/trade_settlement.hpp"

#include <gtest/gtest.h>

// A message whose fields contradict each other is refused like one with a wrong field.

namespace unrip::messages {
namespace {

/// Everything that is required of any body: ids that are not empty.
template <class Body>
Body filled(Body body) {
    const auto asset = AssetId::parse("nep141:btc.omft.near");
    if constexpr (requires { body.quote_id; }) body.quote_id = QuoteId{"q"};
    if constexpr (requires { body.command_id; }) body.command_id = CommandId{"c"};
    if constexpr (requires { body.decision_id; }) body.decision_id = DecisionId{"d"};
    if constexpr (requires { body.asset_in; }) body.asset_in = body.asset_out = *asset;
    if constexpr (requires { body.slot = SlotId{"7-1/0"}; }) body.slot = SlotId{"7-1/0"};
    return body;
}

template <class Body>
std::string broken_field(const Body& body) {
    Envelope<Body> envelope;
    envelope.id = MessageId{"m"};
    envelope.source = "s/a";
    envelope.body = body;
    const auto read = decode<Body>(encode(envelope));
    if (read) return "none";
    const auto& detail = read.error().detail;
    const auto start = detail.find("body.") + 5;
    return detail.substr(start, detail.find(' ', start) - start);
}

TEST(Rules, ADemandFixesExactlyOneSide) {
    auto demand = filled(SwapDemand{});
    EXPECT_EQ(broken_field(demand), "exact_amount_in");
    demand.exact_amount_in = Amount{1};
    EXPECT_EQ(broken_field(demand), "none");
    demand.exact_amount_out = Amount{1};
    EXPECT_EQ(broken_field(demand), "exact_amount_in");
}

TEST(Rules, APriceIsThereExactlyWhenAgreedAndHasAnAge) {
    MarketPrice price;
    EXPECT_EQ(broken_field(price), "none");
    price.status = PriceStatus::agreed;
    EXPECT_EQ(broken_field(price), "mid");
    price.mid = Price::from_raw(1);
    EXPECT_EQ(broken_field(price), "observed_at_ns");
    price.observed_at_ns = 1;
    EXPECT_EQ(broken_field(price), "none");
    price.status = PriceStatus::too_few_sources;
    EXPECT_EQ(broken_field(price), "mid");
}

TEST(Rules, ADeclineHasItsReasonAndAnApprovalItsAmountsAndSlot) {
    auto decision = filled(TradeDecision{});
    decision.slot.reset();
    EXPECT_EQ(broken_field(decision), "reason");
    decision.outcome = DecisionOutcome::approved;
    EXPECT_EQ(broken_field(decision), "amount_in");
    decision.amount_in = Amount{1};
    EXPECT_EQ(broken_field(decision), "amount_out");
    decision.amount_out = Amount{1};
    EXPECT_EQ(broken_field(decision), "slot");
    decision.slot = SlotId{"7-1/0"};
    EXPECT_EQ(broken_field(decision), "none");
    decision.reason = DeclineReason::stale_price;
    EXPECT_EQ(broken_field(decision), "reason");
    decision.outcome = DecisionOutcome::declined;
    EXPECT_EQ(broken_field(decision), "none");
}

TEST(Rules, AResultSaysWhatItsOutcomeNeeds) {
    auto result = filled(TradeResult{});
    EXPECT_EQ(broken_field(result), "refusal");
    result.refusal = ExecutorRefusal::disarmed;
    EXPECT_EQ(broken_field(result), "none");
    result.quote_hash = QuoteHash{"h"};
    EXPECT_EQ(broken_field(result), "quote_hash");
    result.refusal.reset();
    result.outcome = ResultOutcome::rejected;
    EXPECT_EQ(broken_field(result), "rejection");
    result.rejection = RelayRejection::too_late;
    EXPECT_EQ(broken_field(result), "none");
    result.outcome = ResultOutcome::accepted;
    EXPECT_EQ(broken_field(result), "rejection");
}

TEST(Rules, SettledIsSaidOnlyWithItsEvidence) {
    auto settlement = filled(TradeSettlement{});
    settlement.quote_hash = QuoteHash{"h"};
    settlement.state = SettlementState::settled;
    EXPECT_EQ(broken_field(settlement), "tx_hash");
    settlement.tx_hash = "t";
    EXPECT_EQ(broken_field(settlement), "block");
    settlement.block = Block{};
    EXPECT_EQ(broken_field(settlement), "realised");
    settlement.realised.push_back({*AssetId::parse("nep141:btc.omft.near"), -1});
    EXPECT_EQ(broken_field(settlement), "none");
    settlement.state = SettlementState::expired;
    EXPECT_EQ(broken_field(settlement), "realised");
    settlement.realised.clear();
    settlement.state = SettlementState::failed;
    EXPECT_EQ(broken_field(settlement), "failure");
    settlement.failure = SettlementFailure::nonce_used;
    EXPECT_EQ(broken_field(settlement), "none");
}

TEST(Rules, APreparedActionHoldsTheBytesThatWillBeSent) {
    LiquidityAction action;
    action.state = LiquidityState::prepared;
    EXPECT_EQ(broken_field(action), "tx_hash");
    action.tx_hash = "t";
    EXPECT_EQ(broken_field(action), "signed_tx_base64");
    action.signed_tx_base64 = "AA==";
    EXPECT_EQ(broken_field(action), "none");
}

TEST(Rules, ARejectedAnswerSaysWhy) {
    auto reply = filled(QuoteResponseReply{});
    EXPECT_EQ(broken_field(reply), "none");
    reply.verdict = ResponseVerdict::rejected;
    EXPECT_EQ(broken_field(reply), "rejection");
    reply.rejection = RelayRejection::connection_gone;
    EXPECT_EQ(broken_field(reply), "none");
}

}  // namespace
}  // namespace unrip::messages
