#include "retention.hpp"

#include "net/sleep.hpp"
#include "runtime/log.hpp"
#include "runtime/service.hpp"
#include "runtime/state.hpp"
#include "store/database.hpp"

#include <string>

namespace unrip::history_writer {
namespace {

constexpr std::chrono::hours kLookAgain{1};
constexpr std::chrono::seconds kTryAgain{30};
constexpr auto kMakeAWeek = "select ensure_partitions(7)";
constexpr auto kDropDays = "select drop_partitions($1, now() - make_interval(days => $2::int))";
constexpr auto kTrim = "select trim_history($1, now() - make_interval(days => $2::int), $3::int)";
// Short transactions with rests between them: whoever writes or reads comes in between.
constexpr int kChunk = 2'000;
constexpr Milliseconds kRest{200};

bool has_days(const std::string& table) {
    return table == "swap_demand_events" || table == "market_price_events";
}

Task<Result<std::size_t>> trim(store::Database& database, std::string table, std::string days) {
    std::size_t removed = 0;
    while (true) {
        store::Cells parameters{table, days, std::to_string(kChunk)};
        const auto rows = co_await database.query(kTrim, std::move(parameters));
        if (!rows) co_return rows.failure();
        const auto chunk = std::stoul(rows->cells.front().front().value_or("0"));
        removed += chunk;
        if (chunk < kChunk) co_return removed;
        co_await net::sleep_for(kRest);
    }
}

/// What has no day of its own waits in the table "..._other".
Task<Result<std::size_t>> clear(store::Database& database, std::string table, std::string days) {
    if (!has_days(table)) co_return co_await trim(database, std::move(table), std::move(days));
    store::Cells parameters{table, days};
    const auto dropped = co_await database.query(kDropDays, std::move(parameters));
    if (!dropped) co_return dropped.failure();
    auto rest = table + "_other";
    co_return co_await trim(database, std::move(rest), std::move(days));
}

Task<Result<void>> keep_once(
    runtime::Service& service, store::Database& database, const policy::Retention& retention
) {
    const auto made = co_await database.query(kMakeAWeek);
    if (!made) co_return made.failure();
    for (const auto& [table, days] : retention) {
        auto name = table;
        auto age = std::to_string(days);
        const auto removed = co_await clear(database, std::move(name), std::move(age));
        if (!removed) co_return removed.failure();
        if (*removed > 0) {
            service.log().info("history_trimmed", {{"table", table}, {"rows", *removed}});
        }
    }
    co_return Result<void>{};
}

}  // namespace

Task<void> keep_house(
    runtime::Service& service, store::Database& database, const policy::Retention& retention
) {
    while (true) {
        const auto kept = co_await keep_once(service, database, retention);
        if (!kept) {
            service.state().remember_error("retention", kept.error().detail);
            service.log().warn("house_not_kept", {{"why", kept.error().detail}});
            co_await net::sleep_for(kTryAgain);
            continue;
        }
        co_await net::sleep_for(kLookAgain);
    }
}

}  // namespace unrip::history_writer
