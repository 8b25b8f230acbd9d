#pragma once

#include "core/result.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unrip::store {

/// One step of the schema: the file V007__add_alerts.sql.
struct Migration {
    int version = 0;
    std::string name;  ///< "add_alerts"
    std::string sql;
    std::string sha256;  ///< Of the file as it is, byte for byte.
};

struct MigrationFileName {
    int version = 0;
    std::string name;
};

/// "V007__add_alerts.sql" is version 7 named "add_alerts". At least three digits, a name of
/// lower-case letters, digits and underscores; anything else is nothing.
std::optional<MigrationFileName> parse_migration_file_name(std::string_view file_name);

/// "V007__add_alerts"
std::string to_text(const Migration& migration);

/// All migrations of a directory, from V001 on without a gap. Other files (README.md) may lie
/// there, but no .sql file with another kind of name: a misspelt step would be skipped in silence.
Result<std::vector<Migration>> read_migrations(const std::filesystem::path& directory);

}  // namespace unrip::store
