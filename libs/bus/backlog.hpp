#pragma once

#include "bus/connection.hpp"
#include "core/ratio.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "net/task.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace unrip::bus {

/// How much of a stream one reader has not done with yet.
struct Backlog {
    std::uint64_t waiting = 0;  ///< Messages not delivered, or not acknowledged.
    std::uint64_t messages = 0;
    std::uint64_t bytes = 0;
    std::int64_t bytes_max = 0;   ///< The stream's limit; not above zero: none.
    std::uint64_t last = 0;       ///< The number of the stream's newest message.
    std::uint64_t delivered = 0;  ///< The newest that the reader was ever given.
    std::optional<Instant> last_stored_at =
        {};  ///< Of the newest message; absent when there is none.

    /// The share of the stream's room that the waiting ones take, at the stream's average size.
    Ratio share() const;
};

/// Asks JetStream. Refused: there is no such stream or reader.
Task<Result<Backlog>> backlog_of(
    Connection& connection, std::string stream, std::string consumer, Milliseconds limit
);

}  // namespace unrip::bus
