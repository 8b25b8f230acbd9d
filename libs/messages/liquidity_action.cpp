#include "messages/liquidity_action.hpp"

#include "messages/codec.hpp"

namespace unrip::messages {

void fields(auto& io, Like<LiquidityAction> auto& action) {
    io("action_id", action.action_id);
    io("kind", action.kind);
    io("state", action.state);
    io("step", action.step);
    io("account_id", action.account_id);
    io("asset", action.asset);
    io("amount", action.amount);
    io("chain", action.chain);
    io("address", action.address);
    io("requested_by", action.requested_by);
    io("idempotency_key", action.idempotency_key);
    io("fee", action.fee);
    io("tx_hash", action.tx_hash);
    io("signed_tx_base64", action.signed_tx_base64);
    io("tx_nonce", action.tx_nonce);
    io("block_height", action.block_height);
    io("balance_delta", action.balance_delta);
    io("outside_tx_hash", action.outside_tx_hash);
    io("commitments_revision", action.commitments_revision);
    io("inventory_id", action.inventory_id);
    io("detail", action.detail);
}

/// What may be sent is what this record holds.
void rule(auto& reader, const LiquidityAction& action) {
    if (action.state != LiquidityState::prepared) return;
    if (!action.tx_hash) reader.refuse("body.tx_hash", "is missing in a prepared action");
    if (!action.signed_tx_base64) {
        reader.refuse("body.signed_tx_base64", "is missing in a prepared action");
    }
}

template std::string encode(const Envelope<LiquidityAction>&);
template Result<Envelope<LiquidityAction>> decode(std::string_view);
template std::string encode_body(const LiquidityAction&);

}  // namespace unrip::messages
