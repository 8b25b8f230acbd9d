#include "store/dead_letters.hpp"

#include "messages/envelope.hpp"
#include "store/array.hpp"
#include "store/sha256.hpp"

namespace unrip::store {
namespace {

/// Its own id can't be read or trusted: where it stood in its stream names it, else what it says.
std::string id_of(const Incoming& message) {
    if (message.stream.empty()) return sha256_hex(message.subject + '\n' + message.payload);
    return to_utf8(message.stream) + '/' + std::to_string(message.stream_seq);
}

/// Where at least its envelope can be read.
Cell message_id_of(const Incoming& message) {
    const auto header = messages::decode_header(message.payload);
    return header ? Cell{to_utf8(header->id.text())} : Cell{};
}

}  // namespace

const Table& dead_letter_table() {
    static const Table table{
        "dead_letters",
        "",
        "",
        {
            {"id", "text"},
            {"stream", "text"},
            {"stream_seq", "bigint"},
            {"subject", "text"},
            {"message_id", "text"},
            {"reason", "text"},
            {"detail", "text"},
            {"payload", "bytea"},
            {"payload_bytes", "bigint"},
            {"received_at", "timestamptz"},
        },
        {},
    };
    return table;
}

Cells dead_letter_row(const DeadLetter& letter) {
    const auto& message = *letter.message;
    return {
        id_of(message),
        message.stream.empty() ? Cell{} : Cell{to_utf8(message.stream)},
        message.stream.empty() ? Cell{} : Cell{std::to_string(message.stream_seq)},
        to_utf8(message.subject),
        message_id_of(message),
        std::string{messages::to_text(letter.reason)},
        to_utf8(letter.detail),
        to_bytea(message.payload),
        std::to_string(message.payload.size()),
        to_timestamp_text(message.received),
    };
}

}  // namespace unrip::store
