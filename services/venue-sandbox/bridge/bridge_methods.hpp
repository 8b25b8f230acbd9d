#pragma once

#include "bridge/bridge_book.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>

namespace unrip::sandbox {

/// The result as JSON text (amounts are JSON numbers of any size), or the bridge's words.
struct BridgeReply {
    std::string result;
    std::string error;
};

BridgeReply answer_bridge(
    BridgeBook& book, std::string_view method, const nlohmann::json& parameter, bool status_as_entry
);

}  // namespace unrip::sandbox
