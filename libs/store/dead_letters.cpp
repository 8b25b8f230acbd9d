#include "store/dead_letters.hpp"

#include "store/array.hpp"

namespace unrip::store {

const Table& dead_letter_table() {
    static const Table table{
        "dead_letters",
        "",
        {
            {"stream", "text"},
            {"stream_seq", "bigint"},
            {"subject", "text"},
            {"reason", "text"},
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
        to_utf8(message.stream),
        std::to_string(message.stream_seq),
        to_utf8(message.subject),
        to_utf8(letter.reason),
        to_bytea(message.payload),
        to_timestamp_text(message.received),
    };
}

}  // namespace unrip::store
