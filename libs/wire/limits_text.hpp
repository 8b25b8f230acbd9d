#pragma once

#include "core/result.hpp"
#include "strategy/events.hpp"
#include "strategy/policy.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace unrip::wire {

/// The limits in force as one compact JSON text, pair by pair in the policy's order and in base
/// units: what is hashed, recorded and applied again by a replay.
std::string limits_text(const strategy::Policy& policy);

/// The reverse. Refuses what is not whole, what would not pass `validate`, and pairs that the
/// policy does not have.
Result<std::vector<strategy::LimitsChanged::OfPair>> parse_limits(
    std::string_view text, const strategy::Policy& policy
);

/// SHA-256 of that text, lower-case hex.
std::string limits_hash(const std::string& text);

}  // namespace unrip::wire
