#include "messages/trade_decision.hpp"

#include "messages/codec.hpp"
#include "messages/shared_fields.hpp"

namespace unrip::messages {

void fields(auto& io, Like<SpreadComponent> auto& component) {
    io("name", component.name);
    io("ppm", component.ppm);
}

void fields(auto& io, Like<AppliedEvents> auto& events) {
    io("price_id", events.price_id);
    io("inventory_id", events.inventory_id);
    io("venue_id", events.venue_id);
    io("slots_id", events.slots_id);
    io("exec_id", events.exec_id);
    io("liquidity_id", events.liquidity_id);
    io("control_id", events.control_id);
}

void fields(auto& io, Like<DecisionInputs> auto& inputs) {
    io("mid", inputs.mid);
    io("price_age_ms", inputs.price_age_ms);
    io("disagreement_ppm", inputs.disagreement_ppm);
    io("inventory_age_ms", inputs.inventory_age_ms);
    io("spendable_out", inputs.spendable_out);
    io("promised_out", inputs.promised_out);
    io("spendable_out_after", inputs.spendable_out_after);
    io("venue_age_ms", inputs.venue_age_ms);
    io("clock_skew_ms", inputs.clock_skew_ms);
    io("journal_unacked", inputs.journal_unacked);
}

void fields(auto& io, Like<TradeDecision> auto& decision) {
    io("quote_id", decision.quote_id);
    io("asset_in", decision.asset_in);
    io("asset_out", decision.asset_out);
    io("decimals_in", decision.decimals_in);
    io("decimals_out", decision.decimals_out);
    io("exact_amount_in", decision.exact_amount_in);
    io("exact_amount_out", decision.exact_amount_out);
    io("min_deadline_ms", decision.min_deadline_ms);
    io("partner_id", decision.partner_id);
    io("outcome", decision.outcome);
    io("reason", decision.reason);
    io("finding", decision.finding);
    io("would_quote", decision.would_quote);
    io("stands_for", decision.stands_for);
    io("amount_in", decision.amount_in);
    io("amount_out", decision.amount_out);
    io("side", decision.side);
    io("quoted_price", decision.quoted_price);
    io("half_spread_ppm", decision.half_spread_ppm);
    io("spread", decision.spread);
    io("notional_eure", decision.notional_eure);
    io("slot", decision.slot);
    io("deadline_ms", decision.deadline_ms);
    io("inputs", decision.inputs);
    io("applied", decision.applied);
    io("policy_hash", decision.policy_hash);
    io("limits_hash", decision.limits_hash);
    io("epoch", decision.epoch);
    io("engine_seq", decision.engine_seq);
    io("received_ns", decision.received_ns);
    io("heard_ns", decision.heard_ns);
    io("decided_at_ns", decision.decided_at_ns);
}

void rule(auto& reader, const TradeDecision& decision) {
    const bool approved = decision.outcome == DecisionOutcome::approved;
    if (decision.reason.has_value() == approved) {
        reader.refuse("body.reason", "goes with the outcome declined");
    }
    if (!approved) return;
    if (!decision.amount_in) reader.refuse("body.amount_in", "is missing in an approval");
    if (!decision.amount_out) reader.refuse("body.amount_out", "is missing in an approval");
    if (!decision.slot) reader.refuse("body.slot", "is missing in an approval");
}

template std::string encode(const Envelope<TradeDecision>&);
template Result<Envelope<TradeDecision>> decode(std::string_view);
template std::string encode_body(const TradeDecision&);

}  // namespace unrip::messages
