#pragma once

#include "core/result.hpp"
#include "store/table.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace unrip::store {

/// A column that holds one field of a message's body, as its JSON has it: texts without their
/// quotes, lists and objects as JSON, what is absent as NULL.
struct BodyColumn {
    std::string name;
    std::string type;
    /// Where it stands in the body, as a JSON pointer; without one under its own name. The column
    /// named "body" holds the whole of it.
    std::string path = {};
    Column::Form form = Column::Form::text;
};

/// The columns that every table of the history begins with, and then these.
std::vector<Column> with_envelope(const std::vector<BodyColumn>& columns);

/// What an envelope says of itself, borrowed from it.
struct EnvelopeFields {
    std::string_view schema;
    std::string_view id;
    std::string_view cause;
    std::string_view source;
    std::string_view pair;
    std::string_view trace;
    std::int64_t sent_at_ms = 0;
};

/// A row in the order of with_envelope(). The payload is one that was decoded already.
Result<Cells> message_cells(
    const EnvelopeFields& envelope, const Incoming& message, const std::vector<BodyColumn>& columns
);

/// The same row, appended as COPY reads it. With an Error there may be half a line.
Result<void> append_message_line(
    std::string& text,
    const EnvelopeFields& envelope,
    const Incoming& message,
    const std::vector<BodyColumn>& columns
);

}  // namespace unrip::store
