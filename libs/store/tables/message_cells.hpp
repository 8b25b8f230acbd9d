#pragma once

#include "core/result.hpp"
#include "messages/envelope.hpp"
#include "store/table.hpp"

#include <string>
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

/// A row in the order of with_envelope(). The payload is one that was decoded already.
Result<Cells> message_cells(
    const messages::Header& header, const Incoming& message, const std::vector<BodyColumn>& columns
);

}  // namespace unrip::store
