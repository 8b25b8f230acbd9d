#include "messages/execute_trade.hpp"

#include "messages/codec.hpp"

namespace unrip::messages {

void fields(auto& io, Like<ExecuteTrade> auto& trade) {
    io("decision_id", trade.decision_id);
    io("quote_id", trade.quote_id);
    io("account_id", trade.account_id);
    io("contract", trade.contract);
    io("asset_in", trade.asset_in);
    io("delta_in", trade.delta_in);
    io("asset_out", trade.asset_out);
    io("delta_out", trade.delta_out);
    io("nonce", trade.nonce);
    io("deadline", trade.deadline);
    io("quote_output", trade.quote_output);
    io("slot", trade.slot);
    io("epoch", trade.epoch);
    io("expires_at_ms", trade.expires_at_ms);
    io("instance", trade.instance);
    io("connection_id", trade.connection_id);
    io("received_ns", trade.received_ns);
    io("decided_at_ns", trade.decided_at_ns);
}

template std::string encode(const Envelope<ExecuteTrade>&);
template Result<Envelope<ExecuteTrade>> decode(std::string_view);
template std::string encode_body(const ExecuteTrade&);

}  // namespace unrip::messages
