#include "runtime/standard_routes.hpp"

#include "runtime/arming_routes.hpp"
#include "runtime/build_info.hpp"
#include "runtime/control.hpp"
#include "runtime/health.hpp"
#include "runtime/metrics.hpp"
#include "runtime/state.hpp"
#include "runtime/utc_text.hpp"

#include <nlohmann/json.hpp>

namespace unrip::runtime {
namespace {

using Json = nlohmann::ordered_json;

std::string dump(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json text_or_null(const std::string& text) {
    return text.empty() ? Json(nullptr) : Json(text);
}

Json to_json(const Health::Report& report) {
    Json checks = Json::array();
    for (const auto& [name, finding] : report.checks) {
        Json check;
        check["name"] = name;
        check["status"] = to_text(finding.grade);
        check["sentence"] = finding.sentence;
        check["age_ms"] = nullptr;
        if (finding.age) check["age_ms"] = std::chrono::floor<Milliseconds>(*finding.age).count();
        checks.push_back(std::move(check));
    }
    Json json;
    json["status"] = to_text(report.grade);
    json["checks"] = std::move(checks);
    return json;
}

Json to_json(const BuildInfo& build) {
    Json json;
    json["commit"] = build.commit;
    json["compiler"] = build.compiler;
    json["type"] = build.type;
    return json;
}

Json to_json(const std::deque<State::LastError>& errors) {
    Json list = Json::array();
    for (const auto& error : errors) {
        Json one;
        one["at"] = utc_text(error.at);
        one["where"] = error.where;
        one["what"] = error.what;
        one["times"] = error.times;
        list.push_back(std::move(one));
    }
    return list;
}

ControlResponse healthz(const Shown& shown) {
    const auto report = shown.health.report();
    auto json = to_json(report);
    json["service"] = shown.process.name;
    json["armed"] = shown.arming.armed();
    json["durability"] = text_or_null(shown.state.durability());
    return ControlResponse::json(report.grade == Grade::unhealthy ? 503 : 200, dump(json));
}

ControlResponse readyz(const Shown& shown) {
    const auto* status = shown.phase == Phase::stopping                    ? "stopping"
                         : shown.phase == Phase::starting                  ? "starting"
                         : shown.health.report().grade == Grade::unhealthy ? "unhealthy"
                                                                           : "ready";
    const bool ready = std::string_view{status} == "ready";
    Json json;
    json["status"] = status;
    return ControlResponse::json(ready ? 200 : 503, dump(json));
}

ControlResponse state(const Shown& shown) {
    const auto uptime = shown.clock.tick() - shown.started;
    auto arming = Json::parse(arming_json(shown.arming));
    Json json;
    json["service"] = shown.process.name;
    json["version"] = build_info().version;
    json["build"] = to_json(build_info());
    json["instance"] = shown.instance;
    json["started_at"] = utc_text(shown.started_at);
    json["uptime_seconds"] = std::chrono::floor<std::chrono::seconds>(uptime).count();
    json["armed"] = arming["armed"];
    json["arming"] = std::move(arming["arming"]);
    json["config_hash"] = shown.config_hash;
    json["policy_hash"] = text_or_null(shown.state.policy_hash());
    json["health"] = to_json(shown.health.report());
    json["streams"] = Json::parse(shown.state.streams());
    json["durability"] = text_or_null(shown.state.durability());
    json["last_errors"] = to_json(shown.state.last_errors());
    json["detail"] = Json::parse(shown.state.detail());
    return ControlResponse::json(dump(json));
}

ControlResponse metrics(const Shown& shown) {
    auto response = ControlResponse::json(shown.metrics.text());
    response.content_type = "text/plain; version=0.0.4; charset=utf-8";
    return response;
}

}  // namespace

void add_standard_routes(Control& control, const Shown& shown) {
    const auto get = [&](std::string_view path, ControlResponse (*answer)(const Shown&)) {
        control.route_now("GET", path, [shown, answer](const auto& /*request*/) {
            return answer(shown);
        });
    };
    // Answered by the loop itself, so an answer is the proof.
    control.route_now("GET", "/livez", [](const auto& /*request*/) {
        return ControlResponse::json(R"({"status":"alive"})");
    });
    get("/healthz", healthz);
    get("/readyz", readyz);
    get("/state", state);
    get("/metrics", metrics);
    control.route_now("POST", "/arm", [&arming = shown.arming](const auto& request) {
        return arm_by_request(arming, request);
    });
    control.route_now("POST", "/disarm", [&arming = shown.arming](const auto& request) {
        return disarm_by_request(arming, request);
    });
}

}  // namespace unrip::runtime
