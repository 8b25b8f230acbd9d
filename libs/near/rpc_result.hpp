#pragma once

#include "near/rpc_error.hpp"

#include <nlohmann/json_fwd.hpp>

namespace unrip::near {

/// The `result` of an answer, or what went wrong, in any of the three ways in which nodes say it:
/// an `error`, an `error` inside the result, or no JSON at all.
RpcResult<nlohmann::json> read_result(int http_status, std::string_view body);

}  // namespace unrip::near
