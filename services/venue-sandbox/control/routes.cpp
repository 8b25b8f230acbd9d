#include "control/routes.hpp"

#include "control/answers.hpp"

namespace unrip::sandbox {

void add_routes(runtime::Control& control, Sandbox& sandbox, const Clock& clock) {
    add_scenario_routes(control, sandbox, clock);
    add_price_routes(control, sandbox, clock);
    add_fault_routes(control, sandbox, clock);
    add_account_routes(control, sandbox);
    add_quote_routes(control, sandbox);
    add_stats_routes(control, sandbox);
}

runtime::ControlResponse refusal(const Error& error) {
    const bool unreadable = error.kind == Error::Kind::malformed;
    return runtime::ControlResponse::error(
        unreadable ? 400 : 409, unreadable ? "malformed" : "refused", error.detail
    );
}

runtime::ControlResponse refusal(std::string_view message) {
    return runtime::ControlResponse::error(400, "malformed", message);
}

std::string text_of(const nlohmann::json& body, std::string_view name) {
    const auto found = body.find(std::string{name});
    return found == body.end() || !found->is_string() ? std::string{} : found->get<std::string>();
}

nlohmann::json body_of(const runtime::ControlRequest& request) {
    if (request.body.empty()) return nlohmann::json::object();
    auto body = nlohmann::json::parse(request.body, nullptr, false);
    return body.is_object() ? body : nlohmann::json::object();
}

}  // namespace unrip::sandbox
