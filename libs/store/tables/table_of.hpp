#pragma once

#include "messages/envelope.hpp"
#include "store/tables/message_cells.hpp"

#include <string>
#include <utility>

namespace unrip::store {

template <class Body>
EnvelopeFields fields_of(const messages::Envelope<Body>& read) {
    return {
        Body::kSchema,
        read.id.text(),
        read.cause.text(),
        read.source,
        read.pair,
        read.trace,
        read.sent_at_ms,
    };
}

/// The table of the messages of type Body: its columns name fields of the body.
template <class Body>
Table table_of(std::string name, std::vector<BodyColumn> columns) {
    auto all = with_envelope(columns);
    auto row = [columns](const Incoming& message) -> Result<Cells> {
        const auto read = messages::decode<Body>(message.payload);
        if (!read) return read.failure();
        return message_cells(fields_of(*read), message, columns);
    };
    auto line =
        [columns = std::move(columns)](const Incoming& message, std::string& text) -> Result<void> {
        const auto read = messages::decode<Body>(message.payload);
        if (!read) return read.failure();
        return append_message_line(text, fields_of(*read), message, columns);
    };
    return {
        std::move(name),
        std::string{Body::kSubject},
        std::string{Body::kSchema},
        std::move(all),
        std::move(row),
        std::move(line),
    };
}

}  // namespace unrip::store
