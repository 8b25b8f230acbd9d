#include "runtime/arming_routes.hpp"

#include "core/result.hpp"
#include "runtime/http_target.hpp"
#include "runtime/utc_text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace unrip::runtime {
namespace {

using Json = nlohmann::json;

constexpr std::int64_t kTtlMaxSeconds = 604'800;
constexpr std::size_t kReasonMax = 256;
constexpr std::array<std::string_view, 4> kFields = {"who", "reason", "ttl_seconds", "force"};

Failure wrong(std::string_view field, std::string_view must) {
    return fail(Error::Kind::malformed, std::string{field} + " must be " + std::string{must} + ".");
}

Result<ArmRequest> read(const ControlRequest& request) {
    ArmRequest wanted;
    wanted.who = request.who;
    if (request.body.empty()) return wanted;
    const auto body = Json::parse(request.body, nullptr, false);
    if (!body.is_object()) return fail(Error::Kind::malformed, "The body must be a JSON object.");

    if (const auto who = body.find("who"); who != body.end()) {
        if (!who->is_string()) return wrong("who", "a string");
        wanted.who = printable(who->get_ref<const std::string&>());
    }
    if (const auto reason = body.find("reason"); reason != body.end()) {
        if (!reason->is_string() || reason->get_ref<const std::string&>().size() > kReasonMax)
            return wrong("reason", "a string of at most 256 bytes");
        wanted.why = reason->get<std::string>();
    }
    if (const auto ttl = body.find("ttl_seconds"); ttl != body.end() && !ttl->is_null()) {
        const bool whole = ttl->is_number_unsigned();
        if (!whole || ttl->get<std::uint64_t>() < 1 || ttl->get<std::uint64_t>() > kTtlMaxSeconds)
            return wrong("ttl_seconds", "a whole number from 1 to 604800");
        wanted.ttl = std::chrono::seconds{ttl->get<std::int64_t>()};
    }
    if (const auto force = body.find("force"); force != body.end()) {
        if (!force->is_boolean()) return wrong("force", "true or false");
        wanted.force = force->get<bool>();
    }
    return wanted;
}

/// A misspelt ttl_seconds would arm without an end, so arming knows all its fields.
std::string unknown_field(const ControlRequest& request) {
    if (request.body.empty()) return {};
    const auto body = Json::parse(request.body);
    for (const auto& [name, value] : body.items()) {
        if (std::find(kFields.begin(), kFields.end(), name) == kFields.end()) return name;
    }
    return {};
}

Json seconds_or_null(const std::optional<std::chrono::seconds>& seconds) {
    return seconds ? Json(seconds->count()) : Json(nullptr);
}

}  // namespace

std::string arming_json(const Arming& arming) {
    const auto state = arming.state();
    nlohmann::ordered_json json;
    json["armed"] = state.armed;
    auto& how = json["arming"];
    how["who"] = state.who;
    how["why"] = state.why;
    how["since"] = utc_text(state.since);
    how["ttl_seconds"] = seconds_or_null(state.ttl);
    how["ttl_left_seconds"] = seconds_or_null(state.ttl_left);
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

ControlResponse arm_by_request(Arming& arming, const ControlRequest& request) {
    const auto wanted = read(request);
    if (!wanted) return ControlResponse::error(400, "wrong_field", wanted.error().detail);
    if (const auto field = unknown_field(request); !field.empty()) {
        return ControlResponse::error(
            400,
            "unknown_field",
            "Arming knows who, reason, ttl_seconds and force; not " + printable(field) + "."
        );
    }
    if (const auto refusal = arming.arm(*wanted))
        return ControlResponse::error(409, refusal->code, refusal->message, refusal->details);
    return ControlResponse::json(arming_json(arming));
}

ControlResponse disarm_by_request(Arming& arming, const ControlRequest& request) {
    const auto wanted = read(request);
    if (!wanted) return ControlResponse::error(400, "wrong_field", wanted.error().detail);
    arming.disarm(*wanted);
    return ControlResponse::json(arming_json(arming));
}

}  // namespace unrip::runtime
