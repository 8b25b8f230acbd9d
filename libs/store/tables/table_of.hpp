#pragma once

#include "store/tables/message_cells.hpp"

#include <string>
#include <utility>
#include <vector>

namespace unrip::store {

/// The table of the messages of type Body: its columns name fields of the body.
template <class Body>
Table table_of(std::string name, std::vector<BodyColumn> columns) {
    auto all = with_envelope(columns);
    auto row = [columns = std::move(columns)](const Incoming& message) -> Result<Cells> {
        const auto read = messages::decode<Body>(message.payload);
        if (!read) return read.failure();
        const messages::Header header{
            std::string{Body::kSchema},
            read->id,
            read->cause,
            read->source,
            read->pair,
            read->trace,
            read->sent_at_ms,
        };
        return message_cells(header, message, columns);
    };
    return {
        std::move(name),
        std::string{Body::kSubject},
        std::string{Body::kSchema},
        std::move(all),
        std::move(row),
    };
}

}  // namespace unrip::store
