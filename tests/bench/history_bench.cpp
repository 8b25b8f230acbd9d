// How many rows a second the history takes, beside a bare COPY of the same rows.
//
//   history_bench [--messages 100000] [--batch 500] [--json FILE]
//
// A PostgreSQL of its own with fsync on; two databases with the same migrations, so with the same
// tables, keys, indexes and triggers. Each batch goes into one through the journal (read, checked,
// inserted once, committed) and into the other by COPY from lines made beforehand (committed too),
// by turns. Both sides are timed by the wall.

#include "bench/copying.hpp"
#include "bench/filled_history.hpp"
#include "bench/recorded_batches.hpp"
#include "store/journal.hpp"
#include "store/tables/tables.hpp"
#include "support/postgres_server.hpp"
#include "support/run_task.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <fstream>
#include <iostream>
#include <stdexcept>

namespace unrip::bench {
namespace {

using Json = nlohmann::ordered_json;

struct Wanted {
    std::size_t messages = 100'000;
    std::size_t batch = 500;
    std::string json;
};

Wanted wanted_by(int count, char** words) {
    Wanted wanted;
    for (int at = 1; at + 1 < count; at += 2) {
        const std::string name = words[at];
        const std::string value = words[at + 1];
        if (name == "--messages") wanted.messages = std::stoul(value);
        if (name == "--batch") wanted.batch = std::stoul(value);
        if (name == "--json") wanted.json = value;
    }
    return wanted;
}

template <class T>
T done(Result<T> result) {
    if (!result) throw std::runtime_error{result.error().detail};
    return std::move(*result);
}

double seconds_of(const auto& work) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

double processor_seconds() {
    timespec spent{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &spent);
    return static_cast<double>(spent.tv_sec) + static_cast<double>(spent.tv_nsec) / 1e9;
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

Json measure(const Wanted& wanted) {
    test::PostgresServer server;
    const auto journal_url = server.create_database("journal");
    const auto copied_url = server.create_database("copied");
    migrate(journal_url);
    migrate(copied_url);

    boost::asio::io_context loop;
    store::DatabaseSettings settings;
    settings.url = journal_url;
    store::Database database{loop.get_executor(), settings};
    store::Journal journal{database, store::history_tables()};
    Copying copying{copied_url};
    const auto tables = store::history_tables();

    double journal_seconds = 0;
    double copy_seconds = 0;
    double own_seconds = 0;
    std::size_t rows = 0;
    std::size_t inserted = 0;
    std::vector<double> ratios;
    bool journal_first = false;
    for (auto& batch : recorded_batches(wanted.messages, wanted.batch)) {
        const auto texts = copy_texts(tables, batch);
        const auto size = batch.size();
        double journal_took = 0;
        double copy_took = 0;
        const auto by_copy = [&] { copy_took = seconds_of([&] { copying.copy(texts); }); };
        const auto by_journal = [&] {
            const auto before = processor_seconds();
            journal_took = seconds_of([&] {
                inserted += done(test::run_task(loop, journal.append(std::move(batch)))).inserted();
            });
            own_seconds += processor_seconds() - before;
        };
        journal_first = !journal_first;
        if (!journal_first) by_copy();
        by_journal();
        if (journal_first) by_copy();
        rows += size;
        journal_seconds += journal_took;
        copy_seconds += copy_took;
        if (size == wanted.batch) ratios.push_back(copy_took / journal_took);
    }
    if (inserted != rows) throw std::runtime_error{"not every message became a row"};

    const auto count = static_cast<double>(rows);
    Json json;
    json["what"] = "history";
    json["rows"] = rows;
    json["batch"] = wanted.batch;
    json["journal_rows_per_second"] = count / journal_seconds;
    json["copy_rows_per_second"] = count / copy_seconds;
    json["share_of_copy"] = copy_seconds / journal_seconds;
    json["share_of_copy_batch_median"] = median(ratios);
    json["own_processor_us_per_row"] = own_seconds / count * 1e6;
    json["target_share"] = 0.6;
    return json;
}

}  // namespace
}  // namespace unrip::bench

int main(int count, char** words) {
    const auto wanted = unrip::bench::wanted_by(count, words);
    const auto json = unrip::bench::measure(wanted);
    std::cout << json.dump(2) << '\n';
    if (!wanted.json.empty()) std::ofstream{wanted.json} << json.dump(2) << '\n';
    return 0;
}
