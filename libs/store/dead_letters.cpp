#include "store/dead_letters.hpp"

#include "store/array.hpp"
#include "store/sha256.hpp"

namespace unrip::store {
namespace {

/// Its own id can't be read or trusted: where it stood in its stream names it, else what it says.
std::string id_of(const Incoming& message) {
    if (message.stream.empty()) return sha256_hex(message.subject + '\n' + message.payload);
    return to_utf8(message.stream) + '/' + std::to_string(message.stream_seq);
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
            {"reason", "text"},
            {"detail", "text"},
            {"payload", "bytea"},
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
        to_utf8(message.stream),
        std::to_string(message.stream_seq),
        to_utf8(message.subject),
        std::string{messages::to_text(letter.reason)},
        to_utf8(letter.detail),
        to_bytea(message.payload),
        to_timestamp_text(message.received),
    };
}

}  // namespace unrip::store
