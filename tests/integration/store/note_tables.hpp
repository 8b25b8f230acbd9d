#pragma once

#include "store/table.hpp"

#include <charconv>
#include <string>
#include <string_view>
#include <vector>

namespace unrip::store {

/// Two small tables for the journal to fill: "notes" and "amounts".
/// A payload is "<id>:<text>"; anything else can't be read.
inline constexpr std::string_view kNoteSchema =
    "create table notes (id text primary key, note text, stream text not null,"
    " stream_seq bigint not null, received_at timestamptz not null);"
    "create table amounts (id text primary key,"
    " amount numeric(39,0) not null check (amount >= 0));";

inline constexpr std::string_view kDeadLetterSchema =
    "create table dead_letters (id text primary key, stream text, stream_seq bigint,"
    " subject text not null, reason text not null, detail text not null,"
    " message_id text, payload bytea not null, payload_bytes bigint, received_at timestamptz not "
    "null);";

inline Result<std::pair<std::string, std::string>> read_note(const Incoming& message) {
    const auto colon = message.payload.find(':');
    if (colon == std::string::npos) return fail(Error::Kind::malformed, "no colon");
    return std::pair{message.payload.substr(0, colon), message.payload.substr(colon + 1)};
}

inline Table notes_table() {
    return {
        "notes",
        "test.note",
        "test.note/1",
        {{"id", "text"},
         {"note", "text"},
         {"stream", "text"},
         {"stream_seq", "bigint"},
         {"received_at", "timestamptz"}},
        [](const Incoming& message) -> Result<Cells> {
            const auto note = read_note(message);
            if (!note) return note.failure();
            return Cells{
                note->first,
                note->second.empty() ? Cell{} : Cell{note->second},
                message.stream,
                std::to_string(message.stream_seq),
                to_timestamp_text(message.received),
            };
        },
    };
}

inline Table amounts_table() {
    return {
        "amounts",
        "test.amount",
        "test.amount/1",
        {{"id", "text"}, {"amount", "numeric"}},
        [](const Incoming& message) -> Result<Cells> {
            const auto note = read_note(message);
            if (!note) return note.failure();
            return Cells{note->first, note->second};
        },
    };
}

}  // namespace unrip::store
