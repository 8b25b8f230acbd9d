#pragma once

#include "bus/connection.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "net/task.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace unrip::bus {

/// A message that a stream holds.
struct Stored {
    std::string subject;
    std::string body;
    std::uint64_t seq = 0;
    Instant stored_at;
};

// Looking into a stream without consuming it, for a start that needs what was said before. One
// question per message: for tens or hundreds of them, not for a day.

/// The newest message of a subject, which may hold wildcards; nothing when there is none.
/// Unavailable: no such stream, or disconnected.
Task<Result<std::optional<Stored>>> last_stored(
    Connection& connection, std::string stream, std::string subject, Milliseconds limit
);

/// The first message of a subject that has this number or a later one.
Task<Result<std::optional<Stored>>> next_stored(
    Connection& connection,
    std::string stream,
    std::string subject,
    std::uint64_t from,
    Milliseconds limit
);

/// The number of the first message, of any subject, that was stored then or later; one past the
/// last when all are older.
Task<Result<std::uint64_t>> first_stored_since(
    Connection& connection, std::string stream, Instant since, Milliseconds limit
);

}  // namespace unrip::bus
