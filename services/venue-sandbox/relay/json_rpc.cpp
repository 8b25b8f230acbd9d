#include "relay/json_rpc.hpp"

#include "near/json_text.hpp"

#include <nlohmann/json.hpp>

namespace unrip::sandbox {

using nlohmann::json;

std::string id_of(const json& request) {
    const auto found = request.find("id");
    if (found == request.end()) return "null";
    return found->is_number() || found->is_string() ? found->dump() : "null";
}

std::string rpc_result(std::string_view id_json, std::string_view result_json) {
    std::string text = R"({"jsonrpc":"2.0","id":)";
    text.append(id_json).append(",\"result\":").append(result_json).append("}");
    return text;
}

std::string rpc_error(std::string_view id_json, int code, std::string_view message) {
    std::string text = R"({"jsonrpc":"2.0","id":)";
    text.append(id_json).append(R"(,"error":{"code":)").append(std::to_string(code));
    text.append(",\"message\":");
    near::append_json_text(text, message);
    text.append("}}");
    return text;
}

const json* only_parameter(const json& request) {
    const auto params = request.find("params");
    if (params == request.end() || !params->is_array() || params->size() != 1) return nullptr;
    return params->front().is_object() ? &params->front() : nullptr;
}

}  // namespace unrip::sandbox
