// unrip-migrate: brings the database to the schema of this release, and ends.
//
//   exit code 0   the schema is there
//             1   the database stayed away, or its answer was lost: start again
//             2   a wrong setting, or PostgreSQL refuses: a person must look

#include "runtime/env.hpp"
#include "runtime/program.hpp"
#include "settings.hpp"
#include "store/migrations.hpp"

#include <iostream>

namespace unrip::migrate {
namespace {

constexpr auto kName = "unrip-migrate";
constexpr Milliseconds kLongestStep{std::chrono::hours{1}};

Task<int> run(boost::asio::any_io_executor executor) {
    auto env = runtime::Env::of_this_process(kName);
    const auto settings = Settings::from(env);
    auto migrations = store::read_migrations(settings.migrations);
    if (!migrations) co_return runtime::give_up(kName, migrations.error());

    store::Database database{executor, settings.database};
    const auto ready = co_await database.ready(settings.wait);
    if (!ready) co_return runtime::give_up(kName, ready.error());
    const auto report = co_await store::migrate(database, std::move(*migrations), kLongestStep);
    if (!report) co_return runtime::give_up(kName, report.error());
    for (const auto& step : report->applied)
        std::cout << "applied " << step << '\n';
    std::cout << "the schema is at version " << report->version_after << '\n';
    co_return 0;
}

}  // namespace
}  // namespace unrip::migrate

int main() {
    return unrip::runtime::run_program(unrip::migrate::kName, unrip::migrate::run);
}
