#include "store/migrate_alone.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>

namespace unrip::store {
namespace {

struct Limits {
    Milliseconds wait_max;
    Milliseconds each;
};

using Report = Result<MigrationReport>;

Task<void> run(
    Database& database, std::vector<Migration> migrations, Limits limits, Report& answer
) {
    const auto ready = co_await database.ready(limits.wait_max);
    if (!ready) {
        answer = Report{ready.failure()};
        co_return;
    }
    answer = co_await migrate(database, std::move(migrations), limits.each);
}

}  // namespace

Result<MigrationReport> migrate_alone(
    const DatabaseSettings& settings,
    std::vector<Migration> migrations,
    Milliseconds wait_max,
    Milliseconds limit_each
) {
    boost::asio::io_context loop;
    Database database{loop.get_executor(), settings};
    Report answer = fail(Error::Kind::unavailable, "nothing was tried");
    const Limits limits{wait_max, limit_each};
    std::exception_ptr thrown;
    boost::asio::co_spawn(
        loop,
        run(database, std::move(migrations), limits, answer),
        [&](std::exception_ptr error) { thrown = error; }
    );
    loop.run();
    if (thrown) std::rethrow_exception(thrown);
    return answer;
}

}  // namespace unrip::store
