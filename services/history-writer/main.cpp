// history-writer: carries every message of every stream into PostgreSQL, each exactly once.
//
//   in   DEMAND   MARKET   TRADES (durable consumers)
//   out  PostgreSQL   ops.service_control   ops.alert

#include "bus/connection.hpp"
#include "bus/tracked_publisher.hpp"
#include "net/race.hpp"
#include "observe.hpp"
#include "partitions.hpp"
#include "presence/announcer.hpp"
#include "presence/join.hpp"
#include "presence/journal_health.hpp"
#include "runtime/arming.hpp"
#include "runtime/service.hpp"
#include "schema.hpp"
#include "settings.hpp"
#include "store/database.hpp"
#include "store/journal.hpp"
#include "store/tables/tables.hpp"
#include "writing.hpp"

namespace unrip::history_writer {
namespace {

Task<void> run(runtime::Service& service) {
    auto settings = Settings::from(service.env());

    const auto bus = co_await presence::join(service, std::move(settings.bus));
    bus::TrackedPublisher publisher{*bus, service.clock()};
    presence::watch_journal(service, publisher);
    presence::Announcer announcer{service, publisher};
    service.on_stop("say goodbye", [&] { return announcer.finish(Milliseconds{2'000}); });

    store::Database database{service.executor(), settings.database};
    watch_database(service, database);
    co_await expect_schema(service, database);
    store::Journal journal{database, store::history_tables()};

    Observe seen_demand{service, announcer, "DEMAND"};
    Observe seen_market{service, announcer, "MARKET"};
    Observe seen_trades{service, announcer, "TRADES"};
    Writing demand{service.clock(), service.arming(), *bus, journal, seen_demand, "DEMAND"};
    Writing market{service.clock(), service.arming(), *bus, journal, seen_market, "MARKET"};
    Writing trades{service.clock(), service.arming(), *bus, journal, seen_trades, "TRADES"};

    service.mark_ready();
    auto streams = net::first_to_end(market.run(), demand.run());
    auto writing = net::first_to_end(trades.run(), std::move(streams));
    co_await net::first_to_end(std::move(writing), keep_partitions_ahead(service, database));
}

}  // namespace
}  // namespace unrip::history_writer

int main() {
    return unrip::runtime::run_service("history-writer", unrip::history_writer::run);
}
