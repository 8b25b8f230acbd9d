// What goes over the socket: waiting, and the faults of node and transport.

#include "near_rpc/near_node.hpp"
#include "net/sleep.hpp"

#include <algorithm>

namespace unrip::sandbox {
namespace {

using nlohmann::json;

net::ServedAnswer text_answer(int status, std::string body, std::string content_type) {
    net::ServedAnswer answer;
    answer.status = status;
    answer.body = std::move(body);
    answer.content_type = std::move(content_type);
    return answer;
}

std::string_view prose_of(int status) {
    switch (status) {
        case 403:
            return "Forbidden";
        case 429:
            return "Too Many Requests";
        case 502:
            return "Bad Gateway";
        case 504:
            return "Gateway Timeout";
        default:
            return "Service Unavailable";
    }
}

/// Every number becomes a text.
void mistype(json& value) {
    if (value.is_number()) {
        value = value.dump();
    } else if (value.is_structured()) {
        for (auto& part : value)
            mistype(part);
    }
}

}  // namespace

Task<net::ServedAnswer> NearNode::serve(net::ServedRequest request) {
    ++stats_.requests;
    if (faults_.delay > Milliseconds{0}) co_await net::sleep_for(faults_.delay);
    if (auto refused = refusal()) co_return *std::move(refused);

    const auto body = json::parse(request.body, nullptr, false);
    const auto method = text_member(body, "method");
    const auto* given = member(body, "params");
    const auto* given_id = member(body, "id");
    const json id = given_id == nullptr ? json{} : *given_id;
    if (!method) co_return shaped(id, parse_error("Failed parsing args: method"));

    const json params = given == nullptr ? json::object() : *given;
    auto answered = answer(*method, params);
    if (auto* awaited = std::get_if<Awaited>(&answered)) {
        const auto reply = co_await wait_for(std::move(*awaited));
        co_return shaped(id, reply);
    }
    co_return shaped(id, std::get<RpcReply>(answered));
}

Task<RpcReply> NearNode::wait_for(Awaited awaited) {
    const auto looks = settings_.wait_max / std::max(settings_.look_every, Milliseconds{1});
    for (auto look = looks; look >= 0; --look) {
        if (auto reply = reached(awaited)) co_return *std::move(reply);
        co_await net::sleep_for(settings_.look_every);
    }
    co_return handler_error("TIMEOUT_ERROR", json::object(), "Timeout", 408);
}

/// A door that is shut before the node has heard anything.
std::optional<net::ServedAnswer> NearNode::refusal() {
    const bool is_hit = stats_.requests % std::max<std::uint64_t>(faults_.one_in, 1) == 0;
    if (faults_.refuse_status == 0 || !is_hit) return std::nullopt;
    ++stats_.spoilt;
    auto answer = text_answer(
        faults_.refuse_status, std::string{prose_of(faults_.refuse_status)}, "text/plain"
    );
    if (faults_.retry_after_s > 0) {
        answer.headers.emplace_back("retry-after", std::to_string(faults_.retry_after_s));
    }
    return answer;
}

net::ServedAnswer NearNode::shaped(const json& id, const RpcReply& reply) {
    if (reply.failed()) ++stats_.errors;
    auto answer = text_answer(reply.http_status, envelope(id, reply), "application/json");
    const bool is_hit = stats_.requests % std::max<std::uint64_t>(faults_.one_in, 1) == 0;
    if (faults_.shape == AnswerShape::right || !is_hit) return answer;

    ++stats_.spoilt;
    switch (faults_.shape) {
        case AnswerShape::html:
            return text_answer(200, "<html><body>Welcome</body></html>", "text/html");
        case AnswerShape::truncated:
            answer.body.resize(answer.body.size() / 2);
            return answer;
        case AnswerShape::empty:
            answer.body.clear();
            return answer;
        case AnswerShape::no_result:
            answer.body = json{{"jsonrpc", "2.0"}, {"id", id}}.dump();
            return answer;
        case AnswerShape::wrong_types:
        case AnswerShape::right:
            break;
    }
    auto mistyped = reply;
    mistype(mistyped.result);
    answer.body = envelope(id, mistyped);
    return answer;
}

}  // namespace unrip::sandbox
