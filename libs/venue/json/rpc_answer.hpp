#pragma once

#include "venue/json/json_value.hpp"

namespace unrip::venue {

/// `{"jsonrpc":"2.0","id":"<id>","method":"<method>","params":[<params_object>]}`: ids are strings
/// where the transport is HTTP.
std::string rpc_request(std::string_view id, std::string_view method, std::string_view params);

/// The `result` of a JSON-RPC body, which may be null. An `error`, be it an object with a message
/// or a bare text, becomes Error refused with that text; a body without either is malformed.
Result<JsonValue> rpc_result(std::string_view body);

}  // namespace unrip::venue
