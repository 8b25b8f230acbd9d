#include "observe.hpp"

#include "runtime/health.hpp"
#include "runtime/log.hpp"
#include "runtime/metrics.hpp"
#include "runtime/service.hpp"
#include "runtime/state.hpp"
#include "sandbox.hpp"

#include <nlohmann/json.hpp>

#include <cstdio>

namespace unrip::sandbox {
namespace {

using Json = nlohmann::ordered_json;

Json environment(const Sandbox& sandbox) {
    Json lines = Json::object();
    for (const auto& [name, value] : sandbox.environment())
        lines[name] = value;
    return lines;
}

Json exchanges(const Sandbox& sandbox, Instant now) {
    Json all = Json::object();
    for (const auto& one : sandbox.exchanges()) {
        const auto& stats = one->stats();
        const auto outage = one->opinion().outage(now);
        all[one->name()] = {
            {"open_sockets", one->open_sockets()},
            {"connections", stats.connections},
            {"messages_in", stats.messages_in},
            {"messages_out", stats.messages_out},
            {"rest_requests", stats.rest_requests},
            {"well", !outage}};
    }
    return all;
}

}  // namespace

Observe::Observe(runtime::Service& service, Sandbox& sandbox)
    : service_{service}, sandbox_{sandbox} {
    service_.health().watch("venue", [this] {
        return runtime::Finding{
            runtime::Grade::ok,
            "open on port " + std::to_string(sandbox_.door().port()) +
                ", faults in force: " + std::to_string(sandbox_.faults().all().size()),
            std::nullopt};
    });
    service_.state().show_detail([this] {
        const auto now = service_.clock().now();
        return Json{
            {"scenario", sandbox_.world().scenario().name},
            {"seed", sandbox_.world().scenario().seed},
            {"environment", environment(sandbox_)},
            {"exchanges", exchanges(sandbox_, now)},
            {"connections", sandbox_.door().connections()},
            {"faults_in_force", sandbox_.faults().all().size()},
            {"things_spoilt", sandbox_.faults().done()}}
            .dump();
    });
    service_.metrics().read_gauge(
        "sandbox_connections",
        "Open connections at the venue's port.",
        [this] { return static_cast<double>(sandbox_.door().connections()); }
    );
}

void Observe::say_where() {
    service_.log().info(
        "venue_open",
        {{"port", sandbox_.door().port()},
         {"scenario", sandbox_.world().scenario().name},
         {"seed", sandbox_.world().scenario().seed}}
    );
    // For a person to copy, or a script to source: hence not through the log.
    for (const auto& [name, value] : sandbox_.environment())
        std::fprintf(stdout, "%s=%s\n", name.c_str(), value.c_str());
    std::fflush(stdout);
}

}  // namespace unrip::sandbox
