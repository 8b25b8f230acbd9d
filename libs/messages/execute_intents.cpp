#include "messages/execute_intents.hpp"

#include "messages/codec.hpp"
#include "messages/shared_fields.hpp"

namespace unrip::messages {

void fields(auto& io, Like<ExecuteIntents> auto& request) {
    io("action_id", request.action_id);
    io("reason", request.reason);
    io("intents", request.intents);
}

void fields(auto& io, Like<ExecuteIntentsReply> auto& reply) {
    io("action_id", reply.action_id);
    io("verdict", reply.verdict);
    io("tx_hash", reply.tx_hash);
    io("detail", reply.detail);
}

template std::string encode(const Envelope<ExecuteIntents>&);
template Result<Envelope<ExecuteIntents>> decode(std::string_view);
template std::string encode_body(const ExecuteIntents&);
template std::string encode(const Envelope<ExecuteIntentsReply>&);
template Result<Envelope<ExecuteIntentsReply>> decode(std::string_view);
template std::string encode_body(const ExecuteIntentsReply&);

}  // namespace unrip::messages
