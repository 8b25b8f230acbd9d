#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>

namespace unrip::sandbox {

/// The id of a request as JSON text; null when it has none that can be echoed.
std::string id_of(const nlohmann::json& request);

/// `result_json` is JSON that was written before.
std::string rpc_result(std::string_view id_json, std::string_view result_json);

inline constexpr int kServerError = -32000;
inline constexpr int kMethodNotFound = -32601;
inline constexpr int kInvalidParams = -32602;
inline constexpr int kParseError = -32700;

std::string rpc_error(std::string_view id_json, int code, std::string_view message);

/// The request's only parameter, an object within an array; null without one.
const nlohmann::json* only_parameter(const nlohmann::json& request);

}  // namespace unrip::sandbox
