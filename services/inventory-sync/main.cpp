// inventory-sync: counts what the account holds on the Verifier, and reads the contract's rules,
// all at one final block.
//
//   in   NEAR RPC   exec.trade_settlement   exec.quote_signed   ops.liquidity_action   COMMITMENTS
//   out  state.intent_inventory   state.venue   ops.service_control   ops.alert   ops.dead_letter

#include "bus/connection.hpp"
#include "bus/tracked_publisher.hpp"
#include "counting.hpp"
#include "presence/announcer.hpp"
#include "presence/join.hpp"
#include "presence/journal_health.hpp"
#include "runtime/service.hpp"
#include "runtime/state.hpp"
#include "settings.hpp"

namespace unrip::inventory_sync {
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

    Counting counting{service, *bus, publisher, announcer, settings};
    service.mark_ready();
    co_await counting.run();
}

}  // namespace
}  // namespace unrip::inventory_sync

int main() {
    return unrip::runtime::run_service("inventory-sync", unrip::inventory_sync::run);
}
