// unrip-migrate: brings the database to the schema of this release, and ends.
//
//   exit code 0   the schema is there
//             1   the database stayed away, or its answer was lost: start again
//             2   a wrong setting, or PostgreSQL refuses: a person must look

#include "settings.hpp"
#include "store/migrate_alone.hpp"

#include <exception>
#include <iostream>

namespace unrip::migrate {
namespace {

constexpr Milliseconds kLongestStep{std::chrono::hours{1}};

int give_up(const Error& error) {
    std::cerr << "unrip-migrate: " << error.detail << '\n';
    const bool may_pass =
        error.kind == Error::Kind::unavailable || error.kind == Error::Kind::timed_out;
    return may_pass ? 1 : 2;
}

int run() {
    const auto settings = Settings::from_environment();
    if (!settings) return give_up(settings.error());
    auto migrations = store::read_migrations(settings->migrations);
    if (!migrations) return give_up(migrations.error());

    store::DatabaseSettings database;
    database.url = settings->postgres_url;
    database.application_name = "unrip-migrate";
    const auto report =
        store::migrate_alone(database, std::move(*migrations), settings->wait, kLongestStep);
    if (!report) return give_up(report.error());
    for (const auto& step : report->applied)
        std::cout << "applied " << step << '\n';
    std::cout << "the schema is at version " << report->version_after << '\n';
    return 0;
}

}  // namespace
}  // namespace unrip::migrate

int main() {
    try {
        return unrip::migrate::run();
    } catch (const std::exception& error) {
        std::cerr << "unrip-migrate: " << error.what() << '\n';
        return 1;
    }
}
