#include "bridge/bridge.hpp"

#include "bridge/bridge_methods.hpp"
#include "near/json_text.hpp"
#include "net/sleep.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace unrip::sandbox {
namespace {

using near::JsonObject;
using nlohmann::json;

std::string error_json(std::string_view words, bool as_object) {
    std::string text;
    near::append_json_text(text, words);
    if (!as_object) return text;
    JsonObject error;
    error.raw("code", "0").raw("message", text);
    return std::move(error).str();
}

}  // namespace

std::string Bridge::answer(std::string_view body) {
    const auto request = json::parse(body, nullptr, false);
    const bool is_request =
        request.is_object() && request.contains("method") && request.at("method").is_string();
    const auto id = is_request ? request.value("id", json{}) : json{};
    const auto params = is_request ? request.value("params", json::array()) : json{};
    BridgeReply reply{{}, "Invalid request"};
    if (is_request) {
        const auto parameter = params.is_array() && !params.empty() ? params.front() : json{};
        const auto method = request.at("method").get<std::string>();
        reply = answer_bridge(book_, method, parameter, faults_.status_as_entry);
    }

    JsonObject envelope;
    envelope.text("jsonrpc", "2.0").raw("id", id.dump());
    if (reply.error.empty()) {
        envelope.raw("result", reply.result);
    } else {
        ++stats_.errors;
        envelope.raw("error", error_json(reply.error, faults_.errors_as_object));
    }
    return std::move(envelope).str();
}

Task<net::ServedAnswer> Bridge::serve(net::ServedRequest request) {
    ++stats_.requests;
    if (faults_.delay > Milliseconds{0}) co_await net::sleep_for(faults_.delay);
    net::ServedAnswer answered;
    const bool is_hit = stats_.requests % std::max<std::uint64_t>(faults_.one_in, 1) == 0;
    if (is_hit && (faults_.refuse_status != 0 || faults_.garbage)) {
        ++stats_.spoilt;
        if (faults_.refuse_status != 0) answered.status = faults_.refuse_status;
        answered.content_type = "text/html";
        answered.body = "<html><body>the bridge is away</body></html>";
        co_return answered;
    }
    answered.body = answer(request.body);
    co_return answered;
}

}  // namespace unrip::sandbox
