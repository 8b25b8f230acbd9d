// liquidity-manager: moves stock in and out, and is the only process that sends NEAR transactions.
//
//   in   the bridge   NEAR RPC   state.intent_inventory   decision.slots
//        requests on chain.execute_intents
//   out  ops.liquidity_action   ops.service_control   ops.alert   NEAR transactions

#include "action_life.hpp"
#include "book.hpp"
#include "bridge_watch.hpp"
#include "bus/connection.hpp"
#include "bus/tracked_publisher.hpp"
#include "chain.hpp"
#include "doors.hpp"
#include "executing.hpp"
#include "hearing.hpp"
#include "mover.hpp"
#include "net/race.hpp"
#include "observe.hpp"
#include "presence/announcer.hpp"
#include "presence/join.hpp"
#include "presence/journal_health.hpp"
#include "runtime/arming.hpp"
#include "runtime/secret.hpp"
#include "runtime/service.hpp"
#include "runtime/state.hpp"
#include "settings.hpp"

#include <algorithm>

namespace unrip::liquidity_manager {
namespace {

constexpr Milliseconds kGoodbye{2'000};

void watch_numbers(runtime::Service& service, const Book& book, const venue::BridgeClient& bridge) {
    const auto open = [&book](messages::LiquidityKind kind) {
        return [&book, kind] {
            const auto& pages = book.pages();
            return static_cast<double>(std::count_if(
                pages.begin(),
                pages.end(),
                [kind](const auto& named) {
                    return named.second.action.kind == kind && !is_over(named.second.action);
                }
            ));
        };
    };
    auto& metrics = service.metrics();
    metrics.read_gauge(
        "liquidity_withdrawals_open",
        "Withdrawals that are not over.",
        open(messages::LiquidityKind::withdrawal)
    );
    metrics.read_gauge(
        "liquidity_deposits_pending",
        "Deposits seen and not credited.",
        open(messages::LiquidityKind::deposit)
    );
    metrics.read_counter("liquidity_bridge_requests_total", "Questions to the bridge.", [&bridge] {
        return static_cast<double>(bridge.stats().requests);
    });
}

Task<void> run(runtime::Service& service) {
    if (const auto done = runtime::protect_secrets(); !done) {
        throw runtime::CannotStart{done.error().detail};
    }
    auto settings = Settings::from(service.env());
    service.state().set_policy_hash(settings.policy.hash);

    const auto bus = co_await presence::join(service, std::move(settings.bus));
    bus::TrackedPublisher publisher{*bus, service.clock()};
    presence::watch_journal(service, publisher);
    presence::Announcer announcer{service, publisher};
    service.on_stop("say goodbye", [&] { return announcer.finish(kGoodbye); });
    const auto& policy = settings.policy.liquidity;
    Observe observe{service, announcer, policy.deposits_every};

    net::HttpClient http{service.executor()};
    venue::BridgeClient bridge{http, settings.bridge};
    Chain::Settings near_settings{settings.nodes, settings.account_id, settings.contract};
    Chain chain{http, service.clock(), std::move(near_settings), std::move(settings.account_key)};
    Book::Writer writer{
        settings.account_id, std::string{service.name()} + "/" + service.instance()};
    Book book{
        *bus,
        publisher,
        service.clock(),
        std::move(writer),
        [&](const messages::LiquidityAction& action) { observe.step(action); }};

    Rooms rooms{settings.account_id};
    Hearing::Whose whose{settings.account_id, settings.contract};
    Hearing hearing{*bus, service.clock(), rooms, observe, std::move(whose)};
    co_await hearing.ask_for_the_last();
    BridgeWatch watch{service, bridge, chain, book, observe, settings.terms, policy};
    const auto locks = [&] {
        return Locks{
            !service.arming().armed(),
            chain.can_sign(),
            bus->status().durability.settling_time().has_value(),
            watch.wrong_decimals()};
    };
    Mover mover{service, book, chain, bridge, rooms, observe, policy, locks};
    Executing executing{service, *bus, book, chain, mover, observe};
    Doors::World world{locks, [&] { return hearing.counted(); }};
    const Doors doors{service, book, chain, bridge, watch, settings.terms, std::move(world)};

    watch_numbers(service, book, bridge);
    service.mark_ready();
    auto requests = net::first_to_end(executing.run(), watch.run());
    co_await net::first_to_end(mover.run(), std::move(requests));
}

}  // namespace
}  // namespace unrip::liquidity_manager

int main() {
    return unrip::runtime::run_service("liquidity-manager", unrip::liquidity_manager::run);
}
