#pragma once

#include "core/result.hpp"
#include "net/task.hpp"
#include "store/database.hpp"
#include "store/migration_files.hpp"

#include <string>
#include <vector>

namespace unrip::store {

struct MigrationReport {
    int version_before = 0;  ///< 0: an empty database.
    int version_after = 0;
    std::vector<std::string> applied;  ///< "V001__trades", in the order of their going in.
};

/// Brings the schema forward, each migration in one transaction with its row in
/// `schema_migrations(version, name, sha256, applied_at)`. Any number of starters may race: one
/// works, the others find it done.
///
/// `refused`, with nothing of that step left behind: a file changed after it was applied, the
/// database is newer than the files, or the SQL of a migration fails. What went in before stays.
Task<Result<MigrationReport>> migrate(
    Database& database, std::vector<Migration> migrations, Milliseconds limit_each
);

/// For a service before it works: `refused` when the schema is not exactly the one it was built
/// for, with what to do about it.
Task<Result<void>> check_schema(Database& database, int expected_version);

}  // namespace unrip::store
