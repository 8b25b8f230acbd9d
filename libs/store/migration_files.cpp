#include "store/migration_files.hpp"

#include "store/sha256.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <map>
#include <system_error>

namespace unrip::store {
namespace {

namespace fs = std::filesystem;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_name_letter(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || c == '_';
}

Result<std::map<int, Migration>> read_files(const fs::path& directory) {
    std::map<int, Migration> found;
    std::error_code error;
    fs::directory_iterator files{directory, error};
    if (error) {
        return fail(
            Error::Kind::refused,
            "the migrations cannot be read: " + directory.string() + ": " + error.message()
        );
    }
    for (const auto& file : files) {
        if (file.path().extension() != ".sql") continue;
        const auto file_name = file.path().filename().string();
        const auto parsed = parse_migration_file_name(file_name);
        if (!parsed) {
            return fail(
                Error::Kind::refused, file_name + " is not named like V001__what_it_does.sql"
            );
        }
        std::ifstream stream{file.path(), std::ios::binary};
        std::string sql{std::istreambuf_iterator<char>{stream}, {}};
        if (!stream) return fail(Error::Kind::refused, file_name + " cannot be read");
        const auto sha256 = sha256_hex(sql);
        Migration migration{parsed->version, parsed->name, std::move(sql), sha256};
        const auto [place, fresh] = found.emplace(parsed->version, std::move(migration));
        if (!fresh) {
            return fail(
                Error::Kind::refused,
                file_name + " has the same version as " + to_text(place->second) + ".sql"
            );
        }
    }
    return found;
}

}  // namespace

std::optional<MigrationFileName> parse_migration_file_name(std::string_view file_name) {
    constexpr std::string_view kEnd = ".sql";
    if (file_name.size() < kEnd.size() || file_name.front() != 'V') return std::nullopt;
    if (file_name.substr(file_name.size() - kEnd.size()) != kEnd) return std::nullopt;
    file_name.remove_prefix(1);
    file_name.remove_suffix(kEnd.size());

    const auto bar = file_name.find("__");
    if (bar == std::string_view::npos || bar < 3 || bar > 6) return std::nullopt;
    const auto digits = file_name.substr(0, bar);
    const auto name = file_name.substr(bar + 2);
    if (!std::all_of(digits.begin(), digits.end(), is_digit)) return std::nullopt;
    if (name.empty() || name.front() == '_') return std::nullopt;
    if (!std::all_of(name.begin(), name.end(), is_name_letter)) return std::nullopt;

    MigrationFileName parsed;
    std::from_chars(digits.data(), digits.data() + digits.size(), parsed.version);
    if (parsed.version == 0) return std::nullopt;
    parsed.name = name;
    return parsed;
}

std::string to_text(const Migration& migration) {
    auto digits = std::to_string(migration.version);
    if (digits.size() < 3) digits.insert(0, 3 - digits.size(), '0');
    return "V" + digits + "__" + migration.name;
}

Result<std::vector<Migration>> read_migrations(const fs::path& directory) {
    auto found = read_files(directory);
    if (!found) return found.failure();
    if (found->empty()) {
        return fail(Error::Kind::refused, directory.string() + " holds no migration");
    }
    std::vector<Migration> migrations;
    for (auto& [version, migration] : *found) {
        const int expected = static_cast<int>(migrations.size()) + 1;
        if (version != expected) {
            return fail(
                Error::Kind::refused,
                "migration " + std::to_string(expected) + " is missing before " + to_text(migration)
            );
        }
        migrations.push_back(std::move(migration));
    }
    return migrations;
}

}  // namespace unrip::store
