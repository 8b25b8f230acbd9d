#pragma once

#include "store/migrations.hpp"

#include <vector>

namespace unrip::store {

/// For a program that does nothing else: waits until the database answers, migrates it, and
/// returns. Blocks; has a loop of its own.
Result<MigrationReport> migrate_alone(
    const DatabaseSettings& settings,
    std::vector<Migration> migrations,
    Milliseconds wait_max,
    Milliseconds limit_each
);

}  // namespace unrip::store
