#include "wire/saying.hpp"

#include "near/rfc3339.hpp"

namespace unrip::wire {
namespace {

using messages::Envelope;
using messages::TradeDecision;

std::optional<MessageId> unless_empty(const MessageId& id) {
    if (id.empty()) return std::nullopt;
    return id;
}

std::optional<std::int64_t> count_of(const std::optional<Milliseconds>& duration) {
    if (!duration) return std::nullopt;
    return duration->count();
}

std::string numbered(std::string_view prefix, const strategy::Stamp& stamp) {
    return std::string{prefix} + "-" + std::to_string(stamp.epoch) + "-" +
           std::to_string(stamp.engine_seq);
}

std::uint32_t decimals_of(const strategy::Policy& policy, const AssetId& asset) {
    for (const auto& entry : policy.pairs) {
        for (const auto* token : {&entry.pair.base, &entry.pair.quote}) {
            if (token->id == asset) return token->decimals;
        }
    }
    return 0;
}

std::string pair_of(const strategy::Policy& policy, const strategy::QuoteTerms& terms) {
    return terms.pair ? policy.pairs[*terms.pair].pair.name() : std::string{};
}

void copy_demand(TradeDecision& decision, const Question& question) {
    const auto& demand = question.demand.body;
    decision.quote_id = demand.quote_id;
    decision.asset_in = demand.asset_in;
    decision.asset_out = demand.asset_out;
    decision.exact_amount_in = demand.exact_amount_in;
    decision.exact_amount_out = demand.exact_amount_out;
    decision.min_deadline_ms = demand.min_deadline_ms;
    decision.partner_id = demand.partner_id;
    decision.received_ns = demand.received_ns;
    decision.heard_ns = question.heard_ns;
}

void copy_inputs(messages::DecisionInputs& inputs, const strategy::QuoteTerms& terms) {
    inputs.mid = terms.mid;
    inputs.price_age_ms = count_of(terms.price_age);
    inputs.disagreement_ppm = terms.disagreement;
    inputs.inventory_age_ms = count_of(terms.inventory_age);
    inputs.spendable_out = terms.counted_out;
    inputs.promised_out = terms.committed_out;
    if (terms.counted_out && terms.amount_out && *terms.amount_out <= *terms.counted_out) {
        inputs.spendable_out_after = Amount{terms.counted_out->atoms() - terms.amount_out->atoms()};
    }
    inputs.venue_age_ms = count_of(terms.venue_age);
    inputs.clock_skew_ms = count_of(terms.block_lag);
    inputs.journal_unacked = terms.journal_unacked;
}

void copy_terms(TradeDecision& decision, const strategy::QuoteTerms& terms) {
    decision.amount_in = terms.amount_in;
    decision.amount_out = terms.amount_out;
    if (terms.pair) {
        const bool we_buy = terms.side == strategy::Side::user_sells_base;
        decision.side = we_buy ? messages::Side::buy : messages::Side::sell;
    }
    decision.quoted_price = terms.price;
    if (terms.spread) {
        decision.half_spread_ppm = terms.spread->total;
        const auto& names = strategy::spread_component_names();
        for (std::size_t part = 0; part < names.size(); ++part) {
            decision.spread.push_back({std::string{names.at(part)}, terms.spread->parts.at(part)});
        }
    }
    decision.notional_eure = terms.notional;
    if (terms.deadline) decision.deadline_ms = to_unix_ms(*terms.deadline);
    copy_inputs(decision.inputs, terms);
}

void copy_stamp(TradeDecision& decision, const strategy::Stamp& stamp) {
    decision.epoch = stamp.epoch;
    decision.engine_seq = stamp.engine_seq;
    decision.decided_at_ns = to_unix_ns(stamp.decided_at);
    if (!stamp.based_on) return;
    const auto& basis = *stamp.based_on;
    decision.applied.price_id = unless_empty(basis.price);
    decision.applied.inventory_id = unless_empty(basis.inventory);
    decision.applied.venue_id = unless_empty(basis.venue);
    decision.applied.slots_id = unless_empty(basis.slots);
    decision.applied.exec_id = unless_empty(basis.exec);
    decision.applied.liquidity_id = unless_empty(basis.liquidity);
    decision.applied.control_id = unless_empty(basis.control);
    decision.policy_hash = basis.policy_hash;
    decision.limits_hash = basis.limits_hash;
}

Envelope<TradeDecision> begin(
    const Speaker& speaker,
    const strategy::Policy& policy,
    const Question& question,
    const strategy::Stamp& stamp,
    const strategy::QuoteTerms& terms
) {
    Envelope<TradeDecision> envelope;
    envelope.id = MessageId{numbered("dec", stamp)};
    envelope.cause = question.demand.id;
    envelope.source = speaker.source;
    envelope.pair = pair_of(policy, terms);
    envelope.trace = question.demand.trace;
    envelope.sent_at_ms = to_unix_ms(stamp.decided_at);
    auto& decision = envelope.body;
    copy_demand(decision, question);
    decision.decimals_in = decimals_of(policy, decision.asset_in);
    decision.decimals_out = decimals_of(policy, decision.asset_out);
    copy_terms(decision, terms);
    copy_stamp(decision, stamp);
    return envelope;
}

}  // namespace

Envelope<TradeDecision> decision_of(
    const Speaker& speaker,
    const strategy::Policy& policy,
    const Question& question,
    const strategy::ApprovedQuote& approved
) {
    auto envelope = begin(speaker, policy, question, approved.stamp(), approved.terms());
    envelope.body.outcome = messages::DecisionOutcome::approved;
    envelope.body.slot = approved.grant().slot();
    return envelope;
}

Envelope<TradeDecision> decision_of(
    const Speaker& speaker,
    const strategy::Policy& policy,
    const Question& question,
    const strategy::Declined& declined
) {
    auto envelope = begin(speaker, policy, question, declined.stamp, declined.terms);
    auto& decision = envelope.body;
    decision.outcome = messages::DecisionOutcome::declined;
    decision.reason = static_cast<messages::DeclineReason>(declined.reason);
    if (declined.finding) {
        decision.finding = messages::Finding{
            std::string{declined.finding->name},
            to_text(declined.finding->measured),
            to_text(declined.finding->limit)};
    }
    decision.would_quote = declined.would_quote();
    decision.stands_for = declined.stands_for;
    return envelope;
}

Envelope<messages::ExecuteTrade> command_of(
    const Speaker& speaker,
    const strategy::Policy& policy,
    const Question& question,
    const strategy::ApprovedQuote& approved
) {
    const auto& stamp = approved.stamp();
    const auto& demand = question.demand.body;
    Envelope<messages::ExecuteTrade> envelope;
    envelope.id = MessageId{numbered("cmd", stamp)};
    envelope.cause = MessageId{numbered("dec", stamp)};
    envelope.source = speaker.source;
    envelope.pair = pair_of(policy, approved.terms());
    envelope.trace = question.demand.trace;
    envelope.sent_at_ms = to_unix_ms(stamp.decided_at);

    auto& command = envelope.body;
    command.decision_id = DecisionId{envelope.cause.text()};
    command.quote_id = approved.quote_id();
    command.account_id = speaker.account_id;
    command.contract = speaker.contract;
    command.asset_in = demand.asset_in;
    command.delta_in = messages::DeltaText::of(static_cast<i128>(approved.amount_in().atoms()));
    command.asset_out = demand.asset_out;
    command.delta_out = messages::DeltaText::of(-static_cast<i128>(approved.amount_out().atoms()));
    command.nonce = approved.grant().nonce();
    command.deadline = near::to_rfc3339(approved.deadline());
    command.quote_output = approved.terms().is_exact_in ? messages::QuoteOutput::amount_out
                                                        : messages::QuoteOutput::amount_in;
    command.slot = approved.grant().slot();
    command.epoch = stamp.epoch;
    command.expires_at_ms = to_unix_ms(approved.expires_at());
    command.instance = demand.instance;
    command.connection_id = demand.connection_id;
    command.received_ns = demand.received_ns;
    command.decided_at_ns = to_unix_ns(stamp.decided_at);
    return envelope;
}

}  // namespace unrip::wire
