#include "schema.hpp"

#include "runtime/env.hpp"
#include "runtime/health.hpp"
#include "runtime/log.hpp"
#include "runtime/metrics.hpp"
#include "runtime/service.hpp"
#include "store/database.hpp"
#include "store/migrations.hpp"
#include "store/tables/tables.hpp"

namespace unrip::history_writer {
namespace {

constexpr std::chrono::seconds kAwayIsUnhealthyAfter{30};
constexpr Milliseconds kLookAgainAfter{5'000};

runtime::Finding look_at(const store::DatabaseStatus& status, Instant now) {
    const auto since = status.since.value_or(now);
    if (status.connected) return {runtime::Grade::ok, "connected", std::nullopt};

    const auto away = now - since;
    const auto grade =
        away > kAwayIsUnhealthyAfter ? runtime::Grade::unhealthy : runtime::Grade::degraded;
    return {grade, "away: " + status.last_error, away};
}

[[noreturn]] void end_for_good(const Error& error) {
    throw runtime::CannotStart{"PostgreSQL: " + error.detail};
}

}  // namespace

void watch_database(runtime::Service& service, const store::Database& database) {
    service.health().watch("PostgreSQL", [&] {
        return look_at(database.status(), service.clock().now());
    });
    service.metrics().read_gauge("postgres_connected", "1 while connected.", [&] {
        return database.status().connected ? 1.0 : 0.0;
    });
    service.metrics().read_counter(
        "postgres_reconnects_total",
        "How often PostgreSQL was lost and found.",
        [&] { return static_cast<double>(database.status().reconnects); }
    );
}

Task<void> expect_schema(runtime::Service& service, store::Database& database) {
    while (true) {
        const auto ready = co_await database.ready(kLookAgainAfter);
        if (!ready) {
            if (ready.error().kind == Error::Kind::refused) end_for_good(ready.error());
            service.log().warn("postgres_away", {{"why", ready.error().detail}});
            continue;
        }
        const auto schema = co_await store::check_schema(database, store::kSchemaVersion);
        if (schema) co_return;
        if (schema.error().kind == Error::Kind::refused) end_for_good(schema.error());
        service.log().warn("postgres_away", {{"why", schema.error().detail}});
    }
}

}  // namespace unrip::history_writer
