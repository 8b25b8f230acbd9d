#pragma once

#include "net/task.hpp"
#include "policy/policy.hpp"

namespace unrip::runtime {
class Service;
}  // namespace unrip::runtime

namespace unrip::store {
class Database;
}  // namespace unrip::store

namespace unrip::history_writer {

/// Makes the coming days' partitions and takes away what is older than the policy keeps: whole
/// days at once, other rows in chunks with pauses. Now and every hour.
Task<void> keep_house(
    runtime::Service& service, store::Database& database, const policy::Retention& retention
);

}  // namespace unrip::history_writer
