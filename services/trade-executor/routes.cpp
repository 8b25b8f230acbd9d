#include "routes.hpp"

#include "runtime/arming.hpp"
#include "runtime/arming_routes.hpp"
#include "runtime/control.hpp"
#include "runtime/service.hpp"

#include <nlohmann/json.hpp>

namespace unrip::trade_executor {
namespace {

using Json = nlohmann::ordered_json;
using runtime::ControlRequest;
using runtime::ControlResponse;

std::optional<runtime::ArmRefusal> registered(const Memory& memory) {
    const auto& key = memory.rules.public_key;
    if (memory.facts.is_registered(key).value_or(true)) return std::nullopt;
    return runtime::ArmRefusal{
        "key_not_registered",
        key + " is not registered for " + memory.rules.account_id + " on " + memory.rules.contract +
            ": call add_public_key there, then POST /refresh on "
            "inventory-sync.",
        "{}",
        true};
}

std::optional<runtime::ArmRefusal> credited(const Memory& memory) {
    if (memory.facts.is_anything_credited().value_or(true)) return std::nullopt;
    return runtime::ArmRefusal{
        "nothing_credited",
        memory.rules.account_id + " holds nothing on " + memory.rules.contract + ": deposit first.",
        "{}",
        true};
}

/// A member that is true or false, or absent.
Result<bool> flag_of(const ControlRequest& request, const char* name) {
    if (request.body.empty()) return false;
    const auto body = Json::parse(request.body, nullptr, false);
    if (!body.is_object()) return fail(Error::Kind::malformed, "The body must be a JSON object.");
    const auto member = body.find(name);
    if (member == body.end()) return false;
    if (!member->is_boolean()) {
        return fail(Error::Kind::malformed, std::string{name} + " must be true or false.");
    }
    return member->get<bool>();
}

Json shown(const std::vector<Revoking::Sent>& sent) {
    auto list = Json::array();
    for (const auto& action : sent) {
        list.push_back(
            {{"action_id", action.action_id},
             {"slots", action.slots},
             {"verdict", messages::to_text(action.verdict)},
             {"tx_hash", action.tx_hash.empty() ? Json(nullptr) : Json(action.tx_hash)},
             {"detail", action.detail}}
        );
    }
    return list;
}

Task<ControlResponse> revoke_by_request(Revoking& revoking, ControlRequest request) {
    const auto all = flag_of(request, "all");
    if (!all) co_return ControlResponse::error(400, "wrong_field", all.error().detail);
    const auto sent = co_await revoking.revoke(*all, "asked by " + request.who);
    Json answer;
    answer["revoked"] = shown(sent);
    co_return ControlResponse::json(answer.dump());
}

Task<ControlResponse> disarm_and_revoke(
    runtime::Service& service, Revoking& revoking, ControlRequest request
) {
    const auto revoke = flag_of(request, "revoke");
    if (!revoke) co_return ControlResponse::error(400, "wrong_field", revoke.error().detail);
    auto disarmed = runtime::disarm_by_request(service.arming(), request);
    if (!*revoke || disarmed.status != 200) co_return disarmed;
    const auto sent = co_await revoking.revoke(false, "disarmed by " + request.who);
    auto answer = Json::parse(disarmed.body);
    answer["revoked"] = shown(sent);
    co_return ControlResponse::json(answer.dump());
}

}  // namespace

void add_routes(runtime::Service& service, const Memory& memory, Revoking& revoking) {
    service.arming().guard([&memory] { return registered(memory); });
    service.arming().guard([&memory] { return credited(memory); });
    auto& control = service.control();
    control.route("POST", "/revoke", [&revoking](ControlRequest request) {
        return revoke_by_request(revoking, std::move(request));
    });
    control.route("POST", "/disarm", [&service, &revoking](ControlRequest request) {
        return disarm_and_revoke(service, revoking, std::move(request));
    });
}

}  // namespace unrip::trade_executor
