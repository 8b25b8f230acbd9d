#pragma once

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace unrip::sandbox {

/// What a node has to say: a result, or an error with its cause.
struct RpcReply {
    nlohmann::json result;
    nlohmann::json error;  ///< null when there is a result
    int http_status = 200;

    bool failed() const { return !error.is_null(); }
};

RpcReply reply(nlohmann::json result);

/// `cause` decides for clients; `data` may be a text or an object.
RpcReply handler_error(
    std::string_view cause,
    nlohmann::json info = nlohmann::json::object(),
    nlohmann::json data = "",
    int http_status = 200
);

/// The request itself can't be understood.
RpcReply parse_error(std::string_view why);
RpcReply method_not_found(std::string_view method);

/// The member of an object; null when this is no object or has no such member.
const nlohmann::json* member(const nlohmann::json& object, const char* name);
std::optional<std::string> text_member(const nlohmann::json& object, const char* name);

/// The whole JSON-RPC answer.
std::string envelope(const nlohmann::json& id, const RpcReply& reply);

}  // namespace unrip::sandbox
