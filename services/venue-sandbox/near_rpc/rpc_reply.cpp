#include "near_rpc/rpc_reply.hpp"

namespace unrip::sandbox {

using nlohmann::json;

RpcReply reply(json result) {
    return {std::move(result), nullptr, 200};
}

RpcReply handler_error(std::string_view cause, json info, json data, int http_status) {
    json error{
        {"name", "HANDLER_ERROR"},
        {"cause", {{"name", cause}, {"info", std::move(info)}}},
        {"code", -32000},
        {"message", "Server error"},
        {"data", std::move(data)}};
    return {nullptr, std::move(error), http_status};
}

RpcReply parse_error(std::string_view why) {
    json error{
        {"name", "REQUEST_VALIDATION_ERROR"},
        {"cause", {{"name", "PARSE_ERROR"}, {"info", {{"error_message", why}}}}},
        {"code", -32700},
        {"message", "Parse error"},
        {"data", why}};
    return {nullptr, std::move(error), 400};
}

RpcReply method_not_found(std::string_view method) {
    json error{
        {"name", "REQUEST_VALIDATION_ERROR"},
        {"cause", {{"name", "METHOD_NOT_FOUND"}, {"info", {{"method_name", method}}}}},
        {"code", -32601},
        {"message", "Method not found"},
        {"data", method}};
    return {nullptr, std::move(error), 404};
}

const json* member(const json& object, const char* name) {
    if (!object.is_object()) return nullptr;
    const auto found = object.find(name);
    return found == object.end() ? nullptr : &*found;
}

std::optional<std::string> text_member(const json& object, const char* name) {
    const auto* value = member(object, name);
    if (value == nullptr || !value->is_string()) return std::nullopt;
    return value->get<std::string>();
}

std::string envelope(const json& id, const RpcReply& reply) {
    json whole{{"jsonrpc", "2.0"}, {"id", id}};
    if (reply.failed()) {
        whole["error"] = reply.error;
    } else {
        whole["result"] = reply.result;
    }
    return whole.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace unrip::sandbox
