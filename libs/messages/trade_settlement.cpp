#include "messages/trade_settlement.hpp"

#include "messages/codec.hpp"
#include "messages/shared_fields.hpp"

namespace unrip::messages {

void fields(auto& io, Like<TradeSettlement> auto& settlement) {
    io("command_id", settlement.command_id);
    io("decision_id", settlement.decision_id);
    io("quote_id", settlement.quote_id);
    io("quote_hash", settlement.quote_hash);
    io("slot", settlement.slot);
    io("nonce", settlement.nonce);
    io("state", settlement.state);
    io("is_last", settlement.is_last);
    io("evidence", settlement.evidence);
    io("intent_hash", settlement.intent_hash);
    io("tx_hash", settlement.tx_hash);
    io("block", settlement.block);
    io("is_nonce_used", settlement.is_nonce_used);
    io("inventory_id", settlement.inventory_id);
    io("quote_status_id", settlement.quote_status_id);
    io("realised", settlement.realised);
    io("is_as_promised", settlement.is_as_promised);
    io("failure", settlement.failure);
    io("detail", settlement.detail);
    io("notional_eure", settlement.notional_eure);
    io("realised_pnl_eure", settlement.realised_pnl_eure);
    io("reference_price", settlement.reference_price);
    io("reference_price_id", settlement.reference_price_id);
}

/// No word without its evidence.
void rule(auto& reader, const TradeSettlement& settlement) {
    const bool settled = settlement.state == SettlementState::settled;
    if (settled && !settlement.tx_hash) reader.refuse("body.tx_hash", "is missing in a settlement");
    if (settled && !settlement.block) reader.refuse("body.block", "is missing in a settlement");
    if (settlement.realised.empty() == settled) {
        reader.refuse("body.realised", "holds deltas exactly when settled");
    }
    if (settlement.failure.has_value() != (settlement.state == SettlementState::failed)) {
        reader.refuse("body.failure", "goes with the state failed");
    }
}

template std::string encode(const Envelope<TradeSettlement>&);
template Result<Envelope<TradeSettlement>> decode(std::string_view);
template std::string encode_body(const TradeSettlement&);

}  // namespace unrip::messages
