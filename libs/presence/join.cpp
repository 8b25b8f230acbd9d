#include "presence/join.hpp"

#include "core/time.hpp"
#include "runtime/env.hpp"
#include "runtime/health.hpp"
#include "runtime/log.hpp"
#include "runtime/metrics.hpp"
#include "runtime/service.hpp"
#include "runtime/state.hpp"

#include <nlohmann/json.hpp>

namespace unrip::presence {
namespace {

constexpr Milliseconds kFirstAttempt{3'000};
constexpr std::chrono::seconds kAwayIsUnhealthyAfter{10};

runtime::Finding look_at(const bus::Status& status, const Clock& clock) {
    const auto age = clock.now() - status.since;
    if (!status.connected) {
        const bool long_away = age > kAwayIsUnhealthyAfter;
        return {
            long_away ? runtime::Grade::unhealthy : runtime::Grade::degraded,
            "NATS is away" +
                (status.last_errors.empty() ? "" : ": " + status.last_errors.back().text),
            age};
    }
    if (status.permission_violations > 0) {
        return {
            runtime::Grade::degraded,
            "NATS refused a subject to us: " + status.last_errors.back().text,
            std::nullopt};
    }
    return {
        runtime::Grade::ok,
        "connected to " + status.url + ", durability: " + bus::to_text(status.durability),
        std::nullopt};
}

std::string shown(const bus::Status& status) {
    return nlohmann::ordered_json::array({{{"name", "nats"},
                                           {"connected", status.connected},
                                           {"since_ms", to_unix_ms(status.since)},
                                           {"url", status.url},
                                           {"server_version", status.server_version},
                                           {"reconnects", status.reconnects},
                                           {"permission_violations", status.permission_violations},
                                           {"dropped", status.dropped}}}
    ).dump();
}

void make_visible(runtime::Service& service, const bus::Connection& bus) {
    service.health().watch("bus", [&] { return look_at(bus.status(), service.clock()); });
    service.state().show_streams([&] { return shown(bus.status()); });
    service.state().show_durability([&] { return bus::to_text(bus.status().durability); });

    auto& metrics = service.metrics();
    metrics.read_gauge("bus_connected", "1 while connected to NATS.", [&] {
        return bus.is_connected() ? 1.0 : 0.0;
    });
    metrics.read_counter("bus_reconnects_total", "How often NATS was lost and found.", [&] {
        return static_cast<double>(bus.status().reconnects);
    });
    metrics.read_counter("bus_dropped_total", "Messages that found no room.", [&] {
        return static_cast<double>(bus.status().dropped);
    });
    metrics.read_counter(
        "bus_permission_violations_total",
        "Subjects that NATS refused to us.",
        [&] { return static_cast<double>(bus.status().permission_violations); }
    );
}

}  // namespace

Task<std::unique_ptr<bus::Connection>> join(runtime::Service& service, bus::Settings settings) {
    const auto url = bus::without_credentials(settings.urls.front());
    auto connected = co_await bus::Connection::connect(
        service.executor(), service.clock(), std::move(settings), kFirstAttempt
    );
    if (!connected) throw runtime::CannotStart{"NATS at " + url + ": " + connected.error().detail};

    auto bus = std::move(*connected);
    make_visible(service, *bus);
    if (bus->is_connected()) {
        service.log().info("bus_connected", {{"url", url}});
    } else {
        service.log().warn("bus_away", {{"url", url}, {"next", "trying until it is there"}});
    }
    co_return bus;
}

}  // namespace unrip::presence
