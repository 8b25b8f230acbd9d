#include "messages/trade_result.hpp"

#include "messages/codec.hpp"
#include "messages/shared_fields.hpp"

namespace unrip::messages {

void fields(auto& io, Like<TradeResult> auto& result) {
    io("command_id", result.command_id);
    io("decision_id", result.decision_id);
    io("quote_id", result.quote_id);
    io("quote_hash", result.quote_hash);
    io("slot", result.slot);
    io("epoch", result.epoch);
    io("outcome", result.outcome);
    io("refusal", result.refusal);
    io("finding", result.finding);
    io("rejection", result.rejection);
    io("detail", result.detail);
    io("heard_ns", result.heard_ns);
    io("signed_ns", result.signed_ns);
    io("handed_ns", result.handed_ns);
    io("sent_ns", result.sent_ns);
    io("answered_ns", result.answered_ns);
}

void rule(auto& reader, const TradeResult& result) {
    const bool refused = result.outcome == ResultOutcome::refused;
    if (result.refusal.has_value() != refused) {
        reader.refuse("body.refusal", "goes with the outcome refused");
    }
    if (result.quote_hash.has_value() == refused) {
        reader.refuse("body.quote_hash", "is there exactly when something was signed");
    }
    if (result.rejection.has_value() != (result.outcome == ResultOutcome::rejected)) {
        reader.refuse("body.rejection", "goes with the outcome rejected");
    }
}

template std::string encode(const Envelope<TradeResult>&);
template Result<Envelope<TradeResult>> decode(std::string_view);
template std::string encode_body(const TradeResult&);

}  // namespace unrip::messages
