#pragma once

#include "core/result.hpp"
#include "policy/mistakes.hpp"

#include <nlohmann/json_fwd.hpp>

#include <memory>
#include <string_view>

// Internal to libs/policy.

namespace unrip::policy {

/// The object in a text. A name that stands twice in one object is a mistake: readers of JSON take
/// the last one without a word, and the other may be the limit that was meant.
std::shared_ptr<const nlohmann::json> parse_object(std::string_view text, Mistakes& mistakes);

/// A value for messages, shortened.
std::string shown(const nlohmann::json& value);

}  // namespace unrip::policy
