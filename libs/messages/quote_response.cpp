#include "messages/quote_response.hpp"

#include "messages/codec.hpp"
#include "messages/shared_fields.hpp"

namespace unrip::messages {

void fields(auto& io, Like<QuoteResponse> auto& response) {
    io("command_id", response.command_id);
    io("quote_id", response.quote_id);
    io("quote_hash", response.quote_hash);
    io("connection_id", response.connection_id);
    io("send_by_ms", response.send_by_ms);
    io("quote_output", response.quote_output);
    io("amount", response.amount);
    io("signed_data", response.signed_data);
    io("handed_ns", response.handed_ns);
}

void fields(auto& io, Like<QuoteResponseReply> auto& reply) {
    io("command_id", reply.command_id);
    io("quote_id", reply.quote_id);
    io("verdict", reply.verdict);
    io("rejection", reply.rejection);
    io("detail", reply.detail);
    io("sent_ns", reply.sent_ns);
    io("answered_ns", reply.answered_ns);
}

void rule(auto& reader, const QuoteResponseReply& reply) {
    if (reply.rejection.has_value() != (reply.verdict == ResponseVerdict::rejected)) {
        reader.refuse("body.rejection", "goes with the verdict rejected");
    }
}

template std::string encode(const Envelope<QuoteResponse>&);
template Result<Envelope<QuoteResponse>> decode(std::string_view);
template std::string encode_body(const QuoteResponse&);
template std::string encode(const Envelope<QuoteResponseReply>&);
template Result<Envelope<QuoteResponseReply>> decode(std::string_view);
template std::string encode_body(const QuoteResponseReply&);

}  // namespace unrip::messages
