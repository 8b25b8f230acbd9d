// trade-executor: checks each command once more, signs it, hands it to the ingest that was asked,
// and follows each quote to its end.
//
//   in   cmd.execute_trade   decision.slots   ref.market_price   state.*   norm.quote_status
//        ops.liquidity_action   NEAR RPC
//   out  exec.quote_signed   exec.trade_result   exec.trade_settlement
//        relay.quote_response.<instance>, or the relay's socket   chain.execute_intents
//        ops.service_control   ops.alert

#include "bus/connection.hpp"
#include "bus/tracked_publisher.hpp"
#include "chain_reader.hpp"
#include "executing.hpp"
#include "following.hpp"
#include "hearing.hpp"
#include "memory.hpp"
#include "near/rpc_client.hpp"
#include "net/https.hpp"
#include "net/race.hpp"
#include "net/sleep.hpp"
#include "observe.hpp"
#include "own_socket.hpp"
#include "presence/announcer.hpp"
#include "presence/join.hpp"
#include "presence/journal_health.hpp"
#include "presence/lease.hpp"
#include "recall.hpp"
#include "revoking.hpp"
#include "routes.hpp"
#include "runtime/arming.hpp"
#include "runtime/fault_point.hpp"
#include "runtime/log.hpp"
#include "runtime/secret.hpp"
#include "runtime/service.hpp"
#include "runtime/state.hpp"
#include "settings.hpp"
#include "showing.hpp"

#include <memory>
#include <optional>

namespace unrip::trade_executor {
namespace {

constexpr Milliseconds kGoodbye{2'000};
constexpr Milliseconds kVerdicts{5'000};
constexpr Milliseconds kBeat{200};
constexpr std::chrono::minutes kKeepEndedSlots{30};

/// The clock is compared with the steady one, and what ended long ago is forgotten.
Task<void> beat(runtime::Service& service, Memory& memory, Executing& executing) {
    while (true) {
        const auto now = service.clock().now();
        memory.facts.beat(now, service.clock().tick());
        memory.slots.forget_before(now - kKeepEndedSlots);
        executing.watch_limits();
        co_await net::sleep_for(kBeat);
    }
}

/// The lease ends when it is given back, while the rest still has to say goodbye.
Task<void> hold(presence::Lease& lease) {
    co_await lease.run();
    while (true)
        co_await net::sleep_for(kBeat);
}

messages::ServiceControl lease_change(
    messages::ControlKind kind, std::string reason, std::uint64_t epoch
) {
    messages::ServiceControl change;
    change.kind = kind;
    change.actor = "trade-executor";
    if (!reason.empty()) change.reason = std::move(reason);
    change.epoch = epoch;
    return change;
}

/// A lease won or lost is logged and announced.
presence::LeaseEvents lease_events(runtime::Service& service, presence::Announcer& announcer) {
    const auto epoch = std::make_shared<std::uint64_t>(0);
    presence::LeaseEvents events;
    events.won = [&service, &announcer, epoch](std::uint64_t won) {
        runtime::fault_point("executor.lease_taken");
        *epoch = won;
        service.log().info("lease_won", {{"epoch", won}});
        announcer.control(lease_change(messages::ControlKind::lease_taken, {}, won));
    };
    events.lost = [&service, &announcer, epoch](std::string_view why) {
        service.log().warn("lease_lost", {{"why", why}});
        announcer.control(lease_change(messages::ControlKind::lease_lost, std::string{why}, *epoch)
        );
    };
    events.is_armed = [&service] { return service.arming().armed(); };
    return events;
}

Task<void> run(runtime::Service& service) {
    if (const auto done = runtime::protect_secrets(); !done) {
        throw runtime::CannotStart{done.error().detail};
    }
    auto settings = Settings::from(service.env());
    const auto& policy = settings.policy;
    service.state().set_policy_hash(policy.hash);

    const auto bus = co_await presence::join(service, std::move(settings.bus));
    bus::TrackedPublisher publisher{*bus, service.clock()};
    presence::watch_journal(service, publisher);
    presence::Announcer announcer{service, publisher, [&policy](messages::ServiceControl& change) {
                                      change.policy_hash = policy.hash;
                                  }};
    service.on_stop("say goodbye", [&] { return announcer.finish(kGoodbye); });

    auto events = lease_events(service, announcer);
    presence::Candidate candidate;
    candidate.account_id = settings.account_id;
    candidate.role = messages::LeaseRole::executor;
    candidate.instance = service.instance();
    presence::Lease lease{*bus, service.clock(), std::move(candidate), std::move(events)};
    service.on_stop("give the lease back", [&] { return lease.release(kGoodbye); });

    const auto public_key = settings.key->public_key().to_string();
    Observe observe{service};
    Memory memory{
        Rules::of(policy, settings.account_id, settings.contract, public_key),
        policy.executor.rolling,
        service.clock(),
        "trade-executor/" + service.instance()};

    net::HttpClient http{service.executor()};
    near::RpcSettings nodes;
    nodes.nodes = settings.nodes;
    near::RpcClient rpc{std::move(nodes), near::RpcOutside::real(http, service.clock())};
    ChainReader chain{rpc, settings.account_id, settings.contract};

    std::optional<OwnSocket> own_socket;
    if (settings.own_socket) {
        own_socket.emplace(service, std::move(*settings.own_socket), std::move(settings.api_key));
    }

    Executing* executing_later = nullptr;
    Following* following_later = nullptr;
    Recall::Told told;
    told.status = [&](const auto& status) { following_later->on_status(status); };
    told.orphan = [&](const auto& orphan) { executing_later->say_unknown(orphan); };
    told.done = [&] { following_later->begin(); };
    Recall recall{service, *bus, lease, memory, observe, std::move(told)};
    Executing executing{
        {service,
         *bus,
         publisher,
         announcer,
         lease,
         *settings.key,
         memory,
         observe,
         [&] { return recall.is_up_to_date(); },
         policy.relay.verdict_within,
         [&](const SlotId& slot) { following_later->was_rejected(slot); },
         own_socket ? &*own_socket : nullptr}};
    executing_later = &executing;
    service.on_stop("let verdicts come in", [&] { return executing.settle(kVerdicts); });
    Following following{
        {service,
         publisher,
         chain,
         memory,
         observe,
         [&] { return lease.holds(); },
         [&] { return recall.is_up_to_date(); },
         [&] { executing.watch_limits(); },
         {policy.executor.lane_look_every, policy.executor.lane_looks_per_second_max}}};
    following_later = &following;
    Revoking revoking{
        {service,
         *bus,
         memory,
         chain,
         *settings.key,
         [&] { return lease.holds() && recall.is_up_to_date(); },
         [&](const auto& nonce, const auto& block) { following.found_used(nonce, block); }}};
    add_routes(service, memory, revoking);
    service.arming().on_change([&](const runtime::ControlChange&) {
        if (service.arming().armed()) executing.begin_anew();
    });
    const Shown shown{
        service,
        lease,
        memory,
        recall,
        executing,
        following,
        revoking,
        observe,
        policy.executor.rolling};
    show(shown);
    const Hearing hearing{
        {service, *bus, announcer, memory, recall, executing, following, revoking}};

    service.mark_ready();
    auto terms = net::first_to_end(hold(lease), recall.run());
    if (own_socket) terms = net::first_to_end(std::move(terms), own_socket->run());
    auto watching = net::first_to_end(revoking.run(), beat(service, memory, executing));
    auto work = net::first_to_end(following.run(), std::move(watching));
    co_await net::first_to_end(std::move(terms), std::move(work));
}

}  // namespace
}  // namespace unrip::trade_executor

int main() {
    return unrip::runtime::run_service("trade-executor", unrip::trade_executor::run);
}
