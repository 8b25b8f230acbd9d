// strategy-engine: one pure engine; what is heard goes in, decisions and commands come out.
//
//   in   norm.swap_demand   ref.market_price   state.*   exec.*   ops.liquidity_action
//   out  decision.trade_decision   cmd.execute_trade   decision.slots   ops.service_control
//   ops.alert and  the record of promises in the bucket COMMITMENTS, the lease in LEASES

#include "beats.hpp"
#include "bus/connection.hpp"
#include "bus/tracked_publisher.hpp"
#include "desk.hpp"
#include "detail.hpp"
#include "gauges.hpp"
#include "hearing.hpp"
#include "limits.hpp"
#include "net/race.hpp"
#include "observe.hpp"
#include "presence/announcer.hpp"
#include "presence/join.hpp"
#include "presence/journal_health.hpp"
#include "promises.hpp"
#include "runtime/arming.hpp"
#include "runtime/health.hpp"
#include "runtime/service.hpp"
#include "runtime/state.hpp"
#include "settings.hpp"
#include "term.hpp"
#include "wire/limits_text.hpp"

namespace unrip::strategy_engine {
namespace {

constexpr Milliseconds kGoodbye{2'000};
constexpr Milliseconds kWriteBack{3'000};

/// What every change of this process carries, so that a replay knows where it belongs.
void complete(
    messages::ServiceControl& control,
    const strategy::Engine& engine,
    const std::string& policy_hash
) {
    const auto& world = engine.world();
    control.policy_hash = policy_hash;
    if (!control.limits) control.limits = wire::limits_text(world.policy);
    if (!control.limits_hash) control.limits_hash = wire::limits_hash(*control.limits);
    if (!control.epoch) control.epoch = world.epoch;
    control.engine_seq = engine.seq();
}

runtime::Finding look_at(const strategy::Engine& engine, const Term& term) {
    const auto& view = term.lease().view();
    if (!engine.world().is_active) {
        const bool is_waiting = view.last_trouble.empty();
        return {
            is_waiting ? runtime::Grade::ok : runtime::Grade::degraded,
            is_waiting ? "waiting: " + (view.holder.empty() ? "nobody is active yet"
                                                            : view.holder + " is active")
                       : "not active: " + view.last_trouble,
            std::nullopt};
    }
    if (!engine.commitments().is_known()) {
        return {
            runtime::Grade::unhealthy,
            "active without a record of promises: nothing is quoted",
            std::nullopt};
    }
    return {
        runtime::Grade::ok, "active, epoch " + std::to_string(engine.world().epoch), std::nullopt};
}

Task<void> run(runtime::Service& service) {
    auto settings = Settings::from(service.env());
    const auto policy_hash = settings.policy.hash;
    service.state().set_policy_hash(policy_hash);
    const auto limits_hash = wire::limits_hash(wire::limits_text(settings.trading));
    strategy::Engine engine{std::move(settings.trading), policy_hash, limits_hash};

    const auto bus = co_await presence::join(service, std::move(settings.bus));
    bus::TrackedPublisher commands{*bus, service.clock()};
    bus::TrackedPublisher records{*bus, service.clock()};
    presence::watch_journal(service, records);
    presence::Announcer announcer{service, records, [&](messages::ServiceControl& control) {
                                      complete(control, engine, policy_hash);
                                  }};
    service.on_stop("say goodbye", [&] { return announcer.finish(kGoodbye); });

    Observe observe{service, engine};
    const wire::Speaker speaker{
        "strategy-engine/" + service.instance(), settings.account_id, settings.contract};
    // With the commands, so that a flood of records never lets a command overtake its slot's note.
    SlotNotes notes{service.clock(), engine, commands, speaker};
    const Desk::Outlets outlets{commands, records, announcer};
    Desk desk{service.clock(), engine, speaker, outlets, notes, observe};
    Term* term_to_fence = nullptr;
    Promises promises{
        *bus,
        service.clock(),
        engine,
        notes,
        settings.account_id,
        service.instance(),
        PromiseEvents{
            .tell = [&](strategy::Event event) { desk.tell(std::move(event)); },
            .fenced = [&](const std::string& why) { term_to_fence->fenced(why); },
            .not_written = [&](const std::string& why
                           ) { service.state().remember_error("COMMITMENTS", why); }}};
    Term term{service, *bus, desk, promises, notes, announcer, settings.account_id};
    term_to_fence = &term;
    desk.serve(promises);
    desk.ask_before_deciding([&] { return term.still_active(); });
    service.on_stop("write back what is promised", [&] { return term.end(kWriteBack); });

    const auto tell_arming = [&] {
        desk.tell(strategy::ArmingChanged{announcer.last_control(), service.arming().armed()});
    };
    service.arming().on_change([&](const runtime::ControlChange&) { tell_arming(); });
    // Somebody may have armed it while the bus was waited for.
    if (service.arming().armed()) tell_arming();
    serve_limits(service, desk, announcer);
    service.health().watch("promises", [&] { return look_at(engine, term); });
    service.state().show_detail([&] {
        return detail(engine, term, promises, observe, service.clock().now());
    });

    Hearing hearing{*bus, desk, observe, settings.account_id};
    Gauges gauges{service.metrics(), engine};
    Beats beats{service.clock(), *bus, {&commands, &records}, desk, promises, [&] {
                    gauges.show(service.clock().now());
                }};
    const auto on_change = bus->on_change([&] { beats.observe_journal(); });
    service.mark_ready();
    auto writing = net::first_to_end(promises.write(), promises.settle());
    auto listening = net::first_to_end(hearing.run(), beats.run());
    auto working = net::first_to_end(std::move(writing), std::move(listening));
    auto leading = net::first_to_end(promises.watch(), term.run());
    co_await net::first_to_end(std::move(working), std::move(leading));
}

}  // namespace
}  // namespace unrip::strategy_engine

int main() {
    return unrip::runtime::run_service("strategy-engine", unrip::strategy_engine::run);
}
