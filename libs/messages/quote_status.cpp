#include "messages/quote_status.hpp"

#include "messages/codec.hpp"

namespace unrip::messages {

void fields(auto& io, Like<QuoteStatus> auto& status) {
    io("quote_hash", status.quote_hash);
    io("intent_hash", status.intent_hash);
    io("tx_hash", status.tx_hash);
    io("event", status.event);
    io("delivery_seq", status.delivery_seq);
    io("instance", status.instance);
    io("connection_id", status.connection_id);
    io("received_ns", status.received_ns);
    io("published_ns", status.published_ns);
}

template std::string encode(const Envelope<QuoteStatus>&);
template Result<Envelope<QuoteStatus>> decode(std::string_view);
template std::string encode_body(const QuoteStatus&);

}  // namespace unrip::messages
