#include "bench/filled_history.hpp"

#include "store/journal.hpp"
#include "store/migrations.hpp"
#include "store/tables/tables.hpp"
#include "support/run_task.hpp"

#include <stdexcept>

namespace unrip::bench {
namespace {

template <class T>
T done(Result<T> result) {
    if (!result) throw std::runtime_error{result.error().detail};
    return std::move(*result);
}

store::DatabaseSettings at(const std::string& url) {
    store::DatabaseSettings settings;
    settings.url = url;
    return settings;
}

}  // namespace

void migrate(const std::string& url) {
    boost::asio::io_context loop;
    store::Database database{loop.get_executor(), at(url)};
    auto files = done(store::read_migrations(std::string{UNRIP_SOURCE_DIR} + "/migrations"));
    done(test::run_task(loop, store::migrate(database, std::move(files), Milliseconds{60'000})));
}

std::size_t write_history(
    const std::string& url, const std::vector<std::vector<store::Incoming>>& batches
) {
    boost::asio::io_context loop;
    store::Database database{loop.get_executor(), at(url)};
    store::Journal journal{database, store::history_tables()};
    std::size_t rows = 0;
    for (const auto& batch : batches)
        rows += done(test::run_task(loop, journal.append(batch))).inserted();
    return rows;
}

}  // namespace unrip::bench
