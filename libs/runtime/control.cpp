#include "runtime/control.hpp"

#include <nlohmann/json.hpp>

#include <utility>

namespace unrip::runtime {

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
    const auto name_starts = path.rfind('/') + 1;
    if (name_starts == 0 || name_starts == path.size()) return nullptr;
    const auto any_name = routes_.find(std::string{path.substr(0, name_starts)} + "*");
    return any_name == routes_.end() ? nullptr : &any_name->second;
}

}  // namespace unrip::runtime
