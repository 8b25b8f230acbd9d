// history-writer: carries every message of every stream into PostgreSQL, each exactly once, and
// says what the portfolio is worth.
//
//   in   DEMAND   MARKET   TRADES (durable consumers)   ops.alert
//   out  PostgreSQL   state.portfolio_metrics   ops.service_control   ops.alert   a webhook

#include "backlog.hpp"
#include "bus/connection.hpp"
#include "bus/tracked_publisher.hpp"
#include "net/event.hpp"
#include "net/race.hpp"
#include "observe.hpp"
#include "presence/announcer.hpp"
#include "presence/join.hpp"
#include "presence/journal_health.hpp"
#include "retention.hpp"
#include "runtime/arming.hpp"
#include "runtime/service.hpp"
#include "runtime/state.hpp"
#include "schema.hpp"
#include "settings.hpp"
#include "store/database.hpp"
#include "store/journal.hpp"
#include "store/tables/tables.hpp"
#include "stream_memory.hpp"
#include "valuation_metrics.hpp"
#include "valuation_routes.hpp"
#include "valuing.hpp"
#include "webhook.hpp"
#include "writing.hpp"

#include <optional>

namespace unrip::history_writer {
namespace {

/// A process without a webhook never ends for want of it.
Task<void> tell_people(std::optional<Webhook>& webhook, net::Event& never) {
    if (webhook) co_await webhook->run();
    co_await never.wait();
}

Task<void> run(runtime::Service& service) {
    auto settings = Settings::from(service.env());

    service.state().set_policy_hash(settings.policy.hash);

    const auto bus = co_await presence::join(service, std::move(settings.bus));
    bus::TrackedPublisher publisher{*bus, service.clock()};
    presence::watch_journal(service, publisher);
    presence::Announcer announcer{service, publisher};
    service.on_stop("say goodbye", [&] { return announcer.finish(Milliseconds{2'000}); });

    store::Database database{service.executor(), settings.database};
    watch_database(service, database);
    co_await expect_schema(service, database);
    auto memory = co_await read_stream_memory(service, database);
    store::Journal journal{database, store::history_tables()};

    // Whatever is read here, however long it takes, the writing has a connection of its own.
    store::Database reading{service.executor(), settings.reading_database};
    Valuing valuing{service, announcer, publisher, reading, settings.policy};
    show_valuation(service, valuing, reading);
    show_valuation_metrics(service.metrics(), valuing);

    Observe seen_demand{service, announcer, "DEMAND"};
    Observe seen_market{service, announcer, "MARKET"};
    Observe seen_trades{service, announcer, "TRADES"};
    Writing demand{service.clock(), service.arming(), *bus, journal, seen_demand, "DEMAND"};
    Writing market{service.clock(), service.arming(), *bus, journal, seen_market, "MARKET"};
    Writing trades{service.clock(), service.arming(), *bus, journal, seen_trades, "TRADES"};

    const auto tell = [&](const store::BatchReport& report) { valuing.written(report); };
    market.on_written(tell);
    trades.on_written(tell);

    net::Event never{service.executor()};
    std::optional<Webhook> webhook;
    if (settings.alert_webhook) {
        webhook.emplace(service, *bus, announcer, std::move(*settings.alert_webhook));
    }

    service.mark_ready();
    auto streams = net::first_to_end(market.run(), demand.run());
    auto writing = net::first_to_end(trades.run(), std::move(streams));
    auto house = net::first_to_end(
        keep_house(service, reading, settings.policy.retention),
        watch_backlog(
            service, announcer, *bus, std::move(memory), settings.policy.journal.writer_lag_alert
        )
    );
    auto telling = net::first_to_end(tell_people(webhook, never), std::move(house));
    auto beside = net::first_to_end(valuing.run(), std::move(telling));
    co_await net::first_to_end(std::move(writing), std::move(beside));
}

}  // namespace
}  // namespace unrip::history_writer

int main() {
    return unrip::runtime::run_service("history-writer", unrip::history_writer::run);
}
