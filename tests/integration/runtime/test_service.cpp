// A process that does nothing but live, in several ways: what run_service does is seen from
// outside.

#include "net/event.hpp"
#include "net/sleep.hpp"
#include "runtime/arming.hpp"
#include "runtime/arming_routes.hpp"
#include "runtime/control.hpp"
#include "runtime/health.hpp"
#include "runtime/log.hpp"
#include "runtime/secret.hpp"
#include "runtime/service.hpp"
#include "runtime/state.hpp"

#include <boost/asio/post.hpp>

#include <chrono>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>

namespace unrip {
namespace {

using namespace std::chrono_literals;
using runtime::ControlRequest;
using runtime::ControlResponse;
using runtime::Service;

Task<ControlResponse> put_limits(ControlRequest request) {
    co_return ControlResponse::json(
        "{\"you_said\":" + request.body + ",\"who\":\"" + request.who + "\"}"
    );
}

Task<ControlResponse> slow(ControlRequest /*request*/) {
    co_await net::sleep_for(1h);
    co_return ControlResponse::json("{}");
}

Task<ControlResponse> broken(ControlRequest /*request*/) {
    co_await net::sleep_for(1ms);
    throw std::runtime_error{"the handler broke"};
}

Task<ControlResponse> frozen(ControlRequest /*request*/) {
    co_return ControlResponse::error(423, "withdrawals_frozen", "Withdrawals are frozen.");
}

ControlResponse echo_query(const ControlRequest& request) {
    const auto found = request.query.find("history");
    const auto text = found == request.query.end() ? "" : found->second;
    return ControlResponse::json("{\"history\":\"" + text + "\"}");
}

void add_routes(Service& service) {
    auto& control = service.control();
    control.route("PUT", "/limits", put_limits);
    control.route("GET", "/slow", slow);
    control.route("POST", "/broken", broken);
    control.route("POST", "/withdraw", frozen);
    control.route_now("GET", "/query", echo_query);
    control.route_now("POST", "/crash-the-loop", [&service](const ControlRequest& /*request*/) {
        boost::asio::post(service.executor(), [] {
            throw std::runtime_error{"thrown in the loop"};
        });
        return ControlResponse::json("{}");
    });
    control.route_now("POST", "/stop", [&service](const ControlRequest& /*request*/) {
        service.stop("asked to");
        return ControlResponse::json("{}");
    });
}

Task<void> settings_only(Service& service) {
    service.env().amount("STRATEGY_MAX_NOTIONAL_EURE", 18, "EURe");
    service.env().urls("NATS_URL", {"nats", "tls"});
    service.env().expect_no_mistakes();
    co_return;
}

/// Lives until it is stopped; says when each of its parts goes.
Task<void> live(Service& service) {
    struct Part {
        Service& service;
        ~Part() { service.log().info("part_destroyed"); }
    };
    service.env().amount("STRATEGY_MAX_NOTIONAL_EURE", 18, "EURe");
    service.env().expect_no_mistakes();
    add_routes(service);
    const Part part{service};
    net::Event never{service.executor()};

    service.on_stop("opened first", [&service]() -> Task<void> {
        service.log().info("draining", {{"armed", service.arming().armed()}});
        co_await net::sleep_for(1ms);
    });
    service.on_stop("opened last", []() -> Task<void> { co_await net::sleep_for(1ms); });
    service.arming().on_change([&service](const runtime::ControlChange& change) {
        service.log().info("published", {{"after", change.after}});
    });
    service.arming().guard([&service]() -> std::optional<runtime::ArmRefusal> {
        if (service.instance() != "unregistered") return std::nullopt;
        return runtime::ArmRefusal{"key_not_registered", "Its key is not registered.", "{}", true};
    });
    if (service.instance() == "sick") {
        service.health().watch("prices", [] {
            return runtime::Finding{runtime::Grade::unhealthy, "no price for 14 s", 14s};
        });
    }
    service.state().show_detail([] { return std::string{R"({"slots":{"open":"31"}})"}; });
    service.state().set_policy_hash("3f9c1a");
    service.state().show_durability([] { return std::string{"lazy"}; });
    service.state().remember_error("relay", "it went away");
    service.mark_ready();
    co_await never.wait();
}

Task<void> fail_later(Service& service) {
    add_routes(service);
    co_await net::sleep_for(10ms);
    throw std::runtime_error{"the engine broke"};
}

Task<void> cannot_start(Service& /*service*/) {
    co_await net::sleep_for(1ms);
    throw runtime::CannotStart{"strategy-engine: the policy makes no sense."};
}

Task<void> stuck_drain(Service& service) {
    service.on_stop("never ends", []() -> Task<void> { co_await net::sleep_for(1h); });
    service.mark_ready();
    co_await net::sleep_for(1h);
}

/// Blocks the loop itself at the end, which no deadline of the loop can see.
Task<void> stuck_loop(Service& service) {
    service.on_stop("blocks", []() -> Task<void> {
        std::this_thread::sleep_for(1h);
        co_return;
    });
    co_await net::sleep_for(1h);
}

Task<void> with_secret(Service& service) {
    const auto held = runtime::protect_secrets();
    const auto password = service.env().optional_secret("NATS_PASSWORD");
    service.env().expect_no_mistakes();
    service.log().info(
        "secret_read", {{"found", password.has_value()}, {"hidden", held.has_value()}}
    );
    co_await net::sleep_for(1h);
}

runtime::Body body_named(std::string_view name) {
    if (name == "settings") return settings_only;
    if (name == "fail-later") return fail_later;
    if (name == "cannot-start") return cannot_start;
    if (name == "stuck-drain") return stuck_drain;
    if (name == "stuck-loop") return stuck_loop;
    if (name == "with-secret") return with_secret;
    return live;
}

}  // namespace
}  // namespace unrip

int main(int argc, char** argv) {
    const std::string_view process = argc > 1 ? argv[1] : "strategy-engine";
    return unrip::runtime::run_service(process, unrip::body_named(argc > 2 ? argv[2] : "live"));
}
