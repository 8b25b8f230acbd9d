// near-intents-ingest: turns what the Solver Relay says into our messages.
//
//   in   the relay's socket   relay.quote_response.<instance>: answers to be sent on it
//   out  norm.swap_demand   norm.quote_status   ops.service_control   ops.alert

#include "bus/connection.hpp"
#include "bus/tracked_publisher.hpp"
#include "hearing.hpp"
#include "presence/announcer.hpp"
#include "presence/join.hpp"
#include "presence/journal_health.hpp"
#include "runtime/service.hpp"
#include "runtime/state.hpp"
#include "settings.hpp"

namespace unrip::near_intents_ingest {
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

    Hearing hearing{
        service,
        *bus,
        publisher,
        std::move(settings.relay),
        std::move(settings.api_key),
        Sieve{settings.policy}};
    service.mark_ready();
    co_await hearing.run();
}

}  // namespace
}  // namespace unrip::near_intents_ingest

int main() {
    return unrip::runtime::run_service("near-intents-ingest", unrip::near_intents_ingest::run);
}
