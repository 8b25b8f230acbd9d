#include "translate.hpp"

namespace unrip::near_intents_ingest {
namespace {

constexpr Milliseconds kDefaultMinDeadline{60'000};  // What the relay assumes when none is given.

std::optional<std::int64_t> count_of(const std::optional<Milliseconds>& duration) {
    if (!duration) return std::nullopt;
    return duration->count();
}

std::optional<std::string> unless_empty(const std::string& text) {
    if (text.empty()) return std::nullopt;
    return text;
}

/// The relay's own word first; a router's requests carry their origin inside.
std::string partner_of(const venue::RelayQuoteEvent& event) {
    if (event.metadata && !event.metadata->partner_id.empty()) return event.metadata->partner_id;
    const auto& trusted = event.request.trusted_metadata;
    return trusted ? trusted->partner_id : std::string{};
}

std::optional<messages::QuoteStatusEvent> step_of(const venue::RelayStatusEvent& event) {
    using venue::SettlementStep;
    if (!event.step) return std::nullopt;
    switch (*event.step) {
        case SettlementStep::ready_to_settle:
            return messages::QuoteStatusEvent::ready_to_settle;
        case SettlementStep::settle_successful:
            return messages::QuoteStatusEvent::settle_successful;
        case SettlementStep::settle_failed:
            return messages::QuoteStatusEvent::settle_failed;
        case SettlementStep::unknown:
            break;
    }
    return std::nullopt;
}

}  // namespace

std::string Hearer::connection_name(net::ConnectionId connection) const {
    return instance + "-" + std::to_string(connection);
}

messages::Envelope<messages::SwapDemand> translate(
    const Hearer& hearer, const venue::HeardQuote& heard
) {
    const auto& request = heard.event.request;
    const auto& metadata = heard.event.metadata;
    messages::Envelope<messages::SwapDemand> envelope;
    envelope.id = MessageId{"dem-" + hearer.instance + "-" + request.quote_id.text()};
    envelope.source = "near-intents-ingest/" + hearer.instance;
    envelope.trace = metadata ? metadata->traceparent : std::string{};
    envelope.sent_at_ms = to_unix_ms(heard.received_at);

    auto& demand = envelope.body;
    demand.quote_id = request.quote_id;
    demand.asset_in = request.asset_in;
    demand.asset_out = request.asset_out;
    auto& fixed = request.fixed_side == venue::FixedSide::in ? demand.exact_amount_in
                                                             : demand.exact_amount_out;
    fixed = request.fixed_amount;
    demand.min_deadline_ms = request.min_deadline.value_or(kDefaultMinDeadline).count();
    demand.min_wait_ms = count_of(request.min_wait);
    demand.max_wait_ms = count_of(request.max_wait);
    demand.wait_ms = count_of(request.wait);
    demand.protocol_fee_included = request.protocol_fee_included;
    demand.partner_id = unless_empty(partner_of(heard.event));
    if (const auto& trusted = request.trusted_metadata) {
        demand.quote_type = unless_empty(trusted->quote_type);
        demand.is_dry = trusted->dry;
        demand.trusted_metadata = unless_empty(trusted->text);
    }
    if (metadata) demand.quote_timestamp = unless_empty(metadata->quote_timestamp);
    demand.instance = hearer.instance;
    demand.connection_id = hearer.connection_name(heard.connection);
    demand.received_ns = to_unix_ns(heard.received_at);
    return envelope;
}

messages::Envelope<messages::QuoteStatus> translate(
    const Hearer& hearer, const venue::HeardStatus& heard
) {
    const auto& event = heard.event;
    messages::Envelope<messages::QuoteStatus> envelope;
    // Not of the connection: what is delivered again on another one is the same event.
    envelope.id =
        MessageId{"qst-" + hearer.instance + "-" + event.quote_hash.text() + "-" + event.tx_hash};
    if (const auto step = step_of(event)) {
        envelope.id = MessageId{envelope.id.text() + "-" + std::string{messages::to_text(*step)}};
    }
    envelope.source = "near-intents-ingest/" + hearer.instance;
    envelope.trace = event.metadata ? event.metadata->traceparent : std::string{};
    envelope.sent_at_ms = to_unix_ms(heard.received_at);

    auto& status = envelope.body;
    status.quote_hash = event.quote_hash;
    status.intent_hash = unless_empty(event.intent_hash);
    status.tx_hash = unless_empty(event.tx_hash);
    status.event = step_of(event);
    status.delivery_seq = event.seq;
    status.instance = hearer.instance;
    status.connection_id = hearer.connection_name(heard.connection);
    status.received_ns = to_unix_ns(heard.received_at);
    return envelope;
}

}  // namespace unrip::near_intents_ingest
