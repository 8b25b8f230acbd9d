#pragma once

#include "net/task.hpp"

namespace unrip::runtime {
class Service;
}  // namespace unrip::runtime

namespace unrip::store {
class Database;
}  // namespace unrip::store

namespace unrip::history_writer {

/// Makes the connection to PostgreSQL visible: the health check "PostgreSQL" and metrics.
void watch_database(runtime::Service& service, const store::Database& database);

/// Waits for PostgreSQL as long as it takes, then for the schema this process was built for:
/// another one, older or newer, ends the process (exit code 2).
Task<void> expect_schema(runtime::Service& service, store::Database& database);

}  // namespace unrip::history_writer
