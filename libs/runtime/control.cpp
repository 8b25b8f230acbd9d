#include "runtime/control.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace unrip::runtime {
namespace {

/// "/accounts/*/fund" fits "/accounts/maker.near/fund".
bool fits(std::string_view pattern, std::string_view path) {
    while (!pattern.empty() && !path.empty()) {
        const auto part = pattern.substr(0, pattern.find('/', 1));
        const auto given = path.substr(0, path.find('/', 1));
        const bool any = part == "/*" && given.size() > 1;
        if (!any && part != given) return false;
        pattern.remove_prefix(part.size());
        path.remove_prefix(given.size());
    }
    return pattern.empty() && path.empty();
}

}  // namespace

ControlResponse ControlResponse::json(std::string body) {
    return json(200, std::move(body));
}

ControlResponse ControlResponse::json(int status, std::string body) {
    ControlResponse response;
    response.status = status;
    response.body = std::move(body);
    return response;
}

ControlResponse ControlResponse::error(
    int status, std::string_view code, std::string_view message, std::string_view details
) {
    const auto quoted = [](std::string_view text) {
        return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    };
    std::string body = R"({"error":{"code":)" + quoted(code) + R"(,"message":)" + quoted(message);
    body += R"(,"details":)";
    body += details;
    body += "}}";
    return json(status, std::move(body));
}

void Control::route(std::string_view method, std::string_view path, ControlHandler handler) {
    routes_[std::string{path}].insert_or_assign(
        std::string{method}, std::make_shared<const ControlHandler>(std::move(handler))
    );
}

void Control::route_now(
    std::string_view method,
    std::string_view path,
    std::function<ControlResponse(const ControlRequest&)> answer
) {
    route(
        method,
        path,
        [answer = std::move(answer)](ControlRequest request) -> Task<ControlResponse> {
            co_return answer(request);
        }
    );
}

std::shared_ptr<const ControlHandler> Control::find(std::string_view method, std::string_view path)
    const {
    const auto* methods = methods_at(path);
    if (methods == nullptr) return nullptr;
    const auto handler = methods->find(method);
    return handler == methods->end() ? nullptr : handler->second;
}

std::vector<std::string> Control::methods_of(std::string_view path) const {
    std::vector<std::string> names;
    if (const auto* methods = methods_at(path)) {
        for (const auto& [name, handler] : *methods)
            names.push_back(name);
    }
    return names;
}

const Control::Methods* Control::methods_at(std::string_view path) const {
    if (const auto exact = routes_.find(path); exact != routes_.end()) return &exact->second;
    const auto fitting = std::find_if(routes_.begin(), routes_.end(), [&](const auto& route) {
        return fits(route.first, path);
    });
    return fitting == routes_.end() ? nullptr : &fitting->second;
}

}  // namespace unrip::runtime
