#pragma once

#include "core/result.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Reading JSON that others wrote: nothing here throws, whatever comes in.
namespace unrip::near::json_in {

Result<nlohmann::json> parse(std::string_view text);

/// The member of an object; null when this is no object or has no such member.
const nlohmann::json* find(const nlohmann::json& object, std::string_view key);

/// A member that must be a text.
Result<std::string> text(const nlohmann::json& object, std::string_view key);

/// A member that must be a whole number from 0 to 2^64-1.
Result<std::uint64_t> count(const nlohmann::json& object, std::string_view key);

/// Nothing when the member is absent or null; a failure when it is something else than a text.
Result<std::optional<std::string>> optional_text(
    const nlohmann::json& object, std::string_view key
);

/// A text for messages: what was found, shortened.
std::string shown(const nlohmann::json& value);

}  // namespace unrip::near::json_in
