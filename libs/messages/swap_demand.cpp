#include "messages/swap_demand.hpp"

#include "messages/codec.hpp"

namespace unrip::messages {

void fields(auto& io, Like<SwapDemand> auto& demand) {
    io("quote_id", demand.quote_id);
    io("asset_in", demand.asset_in);
    io("asset_out", demand.asset_out);
    io("exact_amount_in", demand.exact_amount_in);
    io("exact_amount_out", demand.exact_amount_out);
    io("min_deadline_ms", demand.min_deadline_ms);
    io("min_wait_ms", demand.min_wait_ms);
    io("max_wait_ms", demand.max_wait_ms);
    io("wait_ms", demand.wait_ms);
    io("protocol_fee_included", demand.protocol_fee_included);
    io("partner_id", demand.partner_id);
    io("quote_type", demand.quote_type);
    io("is_dry", demand.is_dry);
    io("quote_timestamp", demand.quote_timestamp);
    io("trusted_metadata", demand.trusted_metadata);
    io("instance", demand.instance);
    io("connection_id", demand.connection_id);
    io("received_ns", demand.received_ns);
    io("published_ns", demand.published_ns);
}

/// The protocol fixes exactly one side.
void rule(auto& reader, const SwapDemand& demand) {
    if (demand.exact_amount_in.has_value() == demand.exact_amount_out.has_value()) {
        reader.refuse("body.exact_amount_in", "or exact_amount_out must be there, and not both");
    }
}

template std::string encode(const Envelope<SwapDemand>&);
template Result<Envelope<SwapDemand>> decode(std::string_view);
template std::string encode_body(const SwapDemand&);

}  // namespace unrip::messages
