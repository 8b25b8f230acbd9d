#include "store/migrations.hpp"

#include <charconv>
#include <map>
#include <optional>

namespace unrip::store {
namespace {

// Any number will do as long as nobody else locks the same one: "unrip" in ASCII.
constexpr std::string_view kLock = "select pg_advisory_xact_lock(504772651376)";

constexpr std::string_view kTable =
    "create table if not exists schema_migrations ("
    " version integer primary key check (version > 0),"
    " name text not null,"
    " sha256 text not null check (length(sha256) = 64),"
    " applied_at timestamptz not null default now())";

struct Applied {
    std::string name;
    std::string sha256;
};

int to_version(const Cell& cell) {
    int version = 0;
    const std::string text = cell.value_or("0");
    std::from_chars(text.data(), text.data() + text.size(), version);
    return version;
}

Result<std::map<int, Applied>> read_applied(Transaction& transaction) {
    const auto rows = transaction.run("select version, name, sha256 from schema_migrations");
    if (!rows) return rows.failure();
    std::map<int, Applied> applied;
    for (const auto& row : rows->cells) {
        applied[to_version(row.at(0))] = {row.at(1).value_or(""), row.at(2).value_or("")};
    }
    return applied;
}

/// How many of the migrations are in, or why these files and that database don't belong together.
Result<int> compare(
    const std::vector<Migration>& migrations, const std::map<int, Applied>& applied
) {
    int version = 0;
    for (const auto& [number, row] : applied) {
        if (number > static_cast<int>(migrations.size())) {
            return fail(
                Error::Kind::refused,
                "the database has migration " + std::to_string(number) + " (" + row.name +
                    "), the files end at " + std::to_string(migrations.size()) +
                    ": it was made by a newer release"
            );
        }
        if (number != version + 1) {
            return fail(
                Error::Kind::refused,
                "the database misses migration " + std::to_string(version + 1) + " but has " +
                    std::to_string(number)
            );
        }
        const auto& file = migrations[static_cast<std::size_t>(version)];
        if (row.sha256 != file.sha256 || row.name != file.name) {
            return fail(
                Error::Kind::refused,
                to_text(file) + ".sql was changed after it was applied (as " + row.name +
                    "): put it back as it was and write a new migration"
            );
        }
        version = number;
    }
    return version;
}

std::string transaction_number(Transaction& transaction) {
    const auto rows = transaction.run("select txid_current()");
    return rows ? rows->cells.at(0).at(0).value_or("") : "";
}

Result<void> apply(Transaction& transaction, const Migration& migration) {
    const auto before = transaction_number(transaction);
    const auto done = transaction.run(migration.sql);
    if (!done) {
        return fail(done.error().kind, to_text(migration) + ".sql: " + done.error().detail);
    }
    if (transaction_number(transaction) != before) {
        return fail(
            Error::Kind::refused,
            to_text(migration) + ".sql ends the transaction it runs in: it may not say commit"
        );
    }
    const Cells row{std::to_string(migration.version), migration.name, migration.sha256};
    const auto noted = transaction.run(
        "insert into schema_migrations (version, name, sha256) values ($1::int, $2, $3)", row
    );
    if (!noted) return noted.failure();
    return {};
}

struct Step {
    int version_before = 0;
    std::optional<std::string> applied;  ///< Nothing: there was nothing left to do.
};

/// Looks and applies under one lock, so that whoever comes second sees what the first has done.
Result<Step> next_step(Transaction& transaction, const std::vector<Migration>& migrations) {
    const auto patient = transaction.run(
        "set local statement_timeout = 0; set local lock_timeout = 0; "
        "set local idle_in_transaction_session_timeout = 0"
    );
    if (!patient) return patient.failure();
    const auto locked = transaction.run(std::string{kLock});
    if (!locked) return locked.failure();
    const auto table = transaction.run(std::string{kTable});
    if (!table) return table.failure();
    const auto applied = read_applied(transaction);
    if (!applied) return applied.failure();
    const auto version = compare(migrations, *applied);
    if (!version) return version.failure();

    Step step{*version, std::nullopt};
    if (*version == static_cast<int>(migrations.size())) return step;
    const auto& next = migrations[static_cast<std::size_t>(*version)];
    const auto done = apply(transaction, next);
    if (!done) return done.failure();
    step.applied = to_text(next);
    return step;
}

}  // namespace

Task<Result<MigrationReport>> migrate(
    Database& database, std::vector<Migration> migrations, Milliseconds limit_each
) {
    MigrationReport report;
    for (std::size_t round = 0; round <= migrations.size(); ++round) {
        std::function<Result<Step>(Transaction&)> work = [migrations](Transaction& transaction) {
            return next_step(transaction, migrations);
        };
        const auto step = co_await database.in_transaction<Step>(std::move(work), limit_each);
        if (!step) co_return step.failure();
        if (round == 0) report.version_before = step->version_before;
        report.version_after = step->version_before + (step->applied ? 1 : 0);
        if (!step->applied) break;
        report.applied.push_back(*step->applied);
    }
    co_return report;
}

Task<Result<void>> check_schema(Database& database, int expected_version) {
    const auto there =
        co_await database.query("select coalesce(to_regclass('schema_migrations')::text, '')");
    if (!there) co_return there.failure();
    int version = 0;
    if (there->cells.at(0).at(0) != "") {
        const auto newest = co_await database.query("select max(version) from schema_migrations");
        if (!newest) co_return newest.failure();
        version = to_version(newest->cells.at(0).at(0));
    }
    if (version == expected_version) co_return Result<void>{};
    const auto seen = "the database has schema " + std::to_string(version) +
                      ", this program was built for " + std::to_string(expected_version);
    co_return fail(
        Error::Kind::refused,
        seen + (version < expected_version
                    ? ": run scripts/migrate first"
                    : ": it is older than the database, use the newer release")
    );
}

}  // namespace unrip::store
