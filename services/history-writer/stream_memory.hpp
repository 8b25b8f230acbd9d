#pragma once

#include "net/task.hpp"
#include "stream_mark.hpp"

#include <map>
#include <string>

namespace unrip::runtime {
class Service;
}  // namespace unrip::runtime

namespace unrip::store {
class Database;
}  // namespace unrip::store

namespace unrip::history_writer {

/// By stream: the newest message of which PostgreSQL has a row. A stream without rows is not there.
using StreamMemory = std::map<std::string, StreamMark>;

/// Waits for PostgreSQL as long as it takes. To be asked before anything is written: what comes
/// from a stream that was lost would be the newest.
Task<StreamMemory> read_stream_memory(runtime::Service& service, store::Database& database);

}  // namespace unrip::history_writer
