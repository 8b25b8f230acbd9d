#include "messages/intent_inventory.hpp"

#include "messages/codec.hpp"
#include "messages/shared_fields.hpp"

namespace unrip::messages {

void fields(auto& io, Like<Balance> auto& balance) {
    io("asset", balance.asset);
    io("symbol", balance.symbol);
    io("decimals", balance.decimals);
    io("spendable", balance.spendable);
    io("pending", balance.pending);
}

void fields(auto& io, Like<IntentInventory> auto& inventory) {
    io("account_id", inventory.account_id);
    io("contract", inventory.contract);
    io("block", inventory.block);
    io("observed_at_ns", inventory.observed_at_ns);
    io("trigger", inventory.trigger);
    io("balances", inventory.balances);
    io("nodes_asked", inventory.nodes_asked);
    io("nodes_agreed", inventory.nodes_agreed);
}

template std::string encode(const Envelope<IntentInventory>&);
template Result<Envelope<IntentInventory>> decode(std::string_view);
template std::string encode_body(const IntentInventory&);

}  // namespace unrip::messages
