// unrip-migrate: brings the database to the schema of this release, and ends.
//
//   exit code 0   the schema is there
//             1   the database stayed away, or its answer was lost: start again
//             2   a wrong setting, or PostgreSQL refuses: a person must look

#include "settings.hpp"
#include "store/database.hpp"
#include "store/migrations.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <iostream>

namespace unrip::migrate {
namespace {

int give_up(const Error& error) {
    std::cerr << "unrip-migrate: " << error.detail << '\n';
    const bool may_pass =
        error.kind == Error::Kind::unavailable || error.kind == Error::Kind::timed_out;
    return may_pass ? 1 : 2;
}

Task<void> run(store::Database& database, const Settings& settings, int& exit_code) {
    constexpr Milliseconds kLongestStep{std::chrono::hours{1}};
    auto migrations = store::read_migrations(settings.migrations);
    if (!migrations) {
        exit_code = give_up(migrations.error());
        co_return;
    }
    const auto ready = co_await database.ready(settings.wait);
    if (!ready) {
        exit_code = give_up(ready.error());
        co_return;
    }
    const auto report = co_await store::migrate(database, std::move(*migrations), kLongestStep);
    if (!report) {
        exit_code = give_up(report.error());
        co_return;
    }
    for (const auto& step : report->applied)
        std::cout << "applied " << step << '\n';
    std::cout << "the schema is at version " << report->version_after << '\n';
    exit_code = 0;
}

int main_with(const Settings& settings) {
    boost::asio::io_context loop;
    store::DatabaseSettings database_settings;
    database_settings.url = settings.postgres_url;
    database_settings.application_name = "unrip-migrate";
    store::Database database{loop.get_executor(), database_settings};
    int exit_code = 1;
    boost::asio::co_spawn(loop, run(database, settings, exit_code), [](std::exception_ptr thrown) {
        if (thrown) std::rethrow_exception(thrown);
    });
    loop.run();
    return exit_code;
}

}  // namespace
}  // namespace unrip::migrate

int main() {
    try {
        const auto settings = unrip::migrate::Settings::from_environment();
        if (!settings) return unrip::migrate::give_up(settings.error());
        return unrip::migrate::main_with(*settings);
    } catch (const std::exception& error) {
        std::cerr << "unrip-migrate: " << error.what() << '\n';
        return 1;
    }
}
