#include "runtime/control_desk.hpp"

#include "runtime/http_target.hpp"

#include <exception>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace unrip::runtime {
namespace {

ControlRequest to_control_request(net::ServedRequest& request, Target target) {
    ControlRequest out;
    out.method = request.method == "HEAD" ? "GET" : request.method;
    out.path = std::move(target.path);
    out.query = std::move(target.query);
    out.who = printable(request.header("x-unrip-who"));
    if (out.who.empty()) out.who = "control port";
    for (auto& [name, value] : request.headers) {
        // Nobody behind the door needs to see the token.
        if (name != "authorization") out.headers.insert_or_assign(name, value);
    }
    out.body = std::move(request.body);
    return out;
}

Knock to_knock(const net::ServedRequest& request, const Target& target) {
    Knock knock;
    knock.path = target.path;
    knock.host_count = request.count("host");
    knock.host = request.header("host");
    knock.has_origin = request.count("origin") > 0;
    knock.fetch_site = request.header("sec-fetch-site");
    knock.authorization = request.header("authorization");
    return knock;
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const auto& word : words)
        text += (text.empty() ? "" : ", ") + word;
    return text;
}

}  // namespace

ControlDesk::ControlDesk(
    const Control& control, DoorRules rules, const Clock& clock, ControlEvents events
)
    : control_{control}, door_{std::move(rules), clock}, events_{std::move(events)} {}

Task<ControlResponse> ControlDesk::answer(net::ServedRequest request) {
    auto target = parse_target(request.target);
    if (!target) co_return ControlResponse::error(400, "malformed_target", target.error().detail);
    if (auto refusal = door_.refuse(to_knock(request, *target))) co_return std::move(*refusal);

    const auto content_type = std::string{request.header("content-type")};
    auto asked = to_control_request(request, std::move(*target));
    auto handler = control_.find(asked.method, asked.path);
    if (!handler) co_return refuse_route(asked);
    if (auto refusal = refuse_body(content_type, asked.body)) co_return std::move(*refusal);
    co_return co_await handle(std::move(handler), std::move(asked));
}

ControlResponse ControlDesk::refuse_route(const ControlRequest& request) const {
    const auto path = printable(request.path);
    const auto allowed = joined(control_.methods_of(request.path));
    if (allowed.empty())
        return ControlResponse::error(404, "not_found", "There is nothing at " + path + ".");
    auto refusal =
        ControlResponse::error(405, "method_not_allowed", path + " answers " + allowed + ".");
    refusal.headers.emplace_back("Allow", allowed);
    return refusal;
}

Task<ControlResponse> ControlDesk::handle(
    std::shared_ptr<const ControlHandler> handler, ControlRequest request
) {
    const auto path = request.path;
    std::optional<ControlResponse> response;
    std::string failure;
    ++handling_;
    try {
        response = co_await (*handler)(std::move(request));
    } catch (const std::exception& thrown) {
        failure = thrown.what();
    }
    --handling_;
    if (response) co_return std::move(*response);
    if (closed_) co_return ControlResponse::error(503, "stopping", "The process is stopping.");
    events_.handler_failed(path, failure);
    co_return ControlResponse::error(
        500, "internal", "The process made a mistake in answering; its log says which."
    );
}

}  // namespace unrip::runtime
