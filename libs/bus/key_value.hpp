#pragma once

#include "bus/connection.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "net/task.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace unrip::bus {

/// Which write of an entry this is; unique within its bucket, grows.
using Revision = std::uint64_t;

struct Entry {
    std::string value;
    Revision revision = 0;
    Instant written_at;
};

/// A bucket whose entries change only from a known state to the next (compare-and-set). Of a write
/// that timed out nobody knows whether it happened: read again before writing again.
class KeyValue {
  public:
    /// Borrows the connection. Keys are made of letters, digits and "-_=./".
    KeyValue(Connection& connection, std::string bucket);

    /// The newest value, read where writes are decided; nothing when there is none. Unavailable: no
    /// such bucket, or disconnected: an entry that could not be read is never "none".
    Task<Result<std::optional<Entry>>> get(std::string key, Milliseconds limit);

    /// Every key that begins so, in the alphabet's order, also of entries that were taken away.
    /// Unavailable: no such bucket, or disconnected: keys that could not be read are never "none".
    Task<Result<std::vector<std::string>>> keys(std::string prefix, Milliseconds limit);

    /// Writes the first value. Refused: there is one already.
    Task<Result<Revision>> create(std::string key, std::string value, Milliseconds limit);

    /// Writes the next value. Refused: `expected` is not the newest revision.
    Task<Result<Revision>> update(
        std::string key, std::string value, Revision expected, Milliseconds limit
    );

    /// Takes the entry away, for leases. Refused: `expected` is not the newest revision.
    Task<Result<void>> remove(std::string key, Revision expected, Milliseconds limit);

  private:
    Connection* connection_;
    std::string bucket_;
};

}  // namespace unrip::bus
