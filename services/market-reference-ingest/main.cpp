// market-reference-ingest: hears several exchanges and tells one agreed price per pair.
//
//   in   sockets and REST of the exchanges that REFERENCE_SOURCES names
//   out  ref.market_price   ops.service_control   ops.alert

#include "bus/connection.hpp"
#include "bus/tracked_publisher.hpp"
#include "presence/announcer.hpp"
#include "presence/join.hpp"
#include "presence/journal_health.hpp"
#include "referring.hpp"
#include "runtime/service.hpp"
#include "runtime/state.hpp"
#include "settings.hpp"

namespace unrip::market_reference_ingest {
namespace {

constexpr Milliseconds kGoodbye{2'000};

Task<void> run(runtime::Service& service) {
    auto settings = Settings::from(service.env());
    service.state().set_policy_hash(settings.policy.hash);

    const auto bus = co_await presence::join(service, std::move(settings.bus));
    bus::TrackedPublisher publisher{*bus, service.clock()};
    presence::watch_journal(service, publisher);
    presence::Announcer announcer{service, publisher};
    service.on_stop("say goodbye", [&] { return announcer.finish(kGoodbye); });

    Referring referring{service, publisher, announcer, settings};
    service.mark_ready();
    co_await referring.run();
}

}  // namespace
}  // namespace unrip::market_reference_ingest

int main() {
    return unrip::runtime::run_service(
        "market-reference-ingest", unrip::market_reference_ingest::run
    );
}
