#include "limits.hpp"
#include "presence/announcer.hpp"
#include "runtime/control.hpp"
#include "runtime/log.hpp"
#include "runtime/service.hpp"
#include "wire/limits_text.hpp"

#include <nlohmann/json.hpp>

namespace unrip::strategy_engine {
namespace {

std::string text_field(const std::string& body, const char* name) {
    const auto json = nlohmann::json::parse(body, nullptr, false);
    if (!json.is_object() || !json.contains(name) || !json[name].is_string()) return {};
    return json[name].get<std::string>();
}

runtime::ControlResponse in_force(const strategy::Policy& policy) {
    const auto hash = wire::limits_hash(wire::limits_text(policy));
    return runtime::ControlResponse::json(shown_limits(policy, hash));
}

runtime::ControlResponse change(
    const runtime::ControlRequest& request, Desk& desk, presence::Announcer& announcer
) {
    const auto& policy = desk.engine().world().policy;
    const auto wanted = read_limits_request(request.body, policy);
    if (!wanted) {
        return runtime::ControlResponse::error(400, "invalid_limits", wanted.error().detail);
    }
    auto after = policy;
    for (std::size_t index = 0; index < wanted->size(); ++index)
        after.pairs[index].limits = (*wanted)[index].limits;

    messages::ServiceControl control;
    control.kind = messages::ControlKind::limits_changed;
    const auto who = text_field(request.body, "who");
    control.actor = who.empty() ? request.who : who;
    const auto reason = text_field(request.body, "reason");
    if (!reason.empty()) control.reason = reason;
    control.changes = differences(policy, after);
    if (control.changes.empty()) return in_force(policy);

    const auto text = wire::limits_text(after);
    const auto hash = wire::limits_hash(text);
    control.limits = text;
    control.limits_hash = hash;
    const auto said = announcer.control(std::move(control));
    desk.tell(strategy::LimitsChanged{said, *wanted, hash});
    return in_force(desk.engine().world().policy);
}

}  // namespace

void serve_limits(runtime::Service& service, Desk& desk, presence::Announcer& announcer) {
    service.control().route_now("GET", "/limits", [&desk](const runtime::ControlRequest&) {
        return in_force(desk.engine().world().policy);
    });
    service.control()
        .route_now("PUT", "/limits", [&desk, &announcer](const runtime::ControlRequest& request) {
            return change(request, desk, announcer);
        });
}

}  // namespace unrip::strategy_engine
