#pragma once

#include "net/task.hpp"

namespace unrip::runtime {
class Service;
}  // namespace unrip::runtime

namespace unrip::store {
class Database;
}  // namespace unrip::store

namespace unrip::history_writer {

/// Makes the coming days' partitions of the tables that have them, now and every hour. A day that
/// is missing costs speed, not rows: they wait in the default partition.
Task<void> keep_partitions_ahead(runtime::Service& service, store::Database& database);

}  // namespace unrip::history_writer
