#include "messages/dead_letter.hpp"

#include "messages/codec.hpp"

namespace unrip::messages {

void fields(auto& io, Like<DeadLetter> auto& letter) {
    io("subject", letter.subject);
    io("stream", letter.stream);
    io("stream_seq", letter.stream_seq);
    io("message_id", letter.message_id);
    io("reason", letter.reason);
    io("detail", letter.detail);
    io("payload_hex", letter.payload_hex);
    io("payload_bytes", letter.payload_bytes);
}

template std::string encode(const Envelope<DeadLetter>&);
template Result<Envelope<DeadLetter>> decode(std::string_view);
template std::string encode_body(const DeadLetter&);

}  // namespace unrip::messages
