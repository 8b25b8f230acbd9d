#pragma once

#include "core/result.hpp"
#include "desk.hpp"
#include "messages/service_control.hpp"
#include "strategy/policy.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace unrip::presence {
class Announcer;
}  // namespace unrip::presence

namespace unrip::runtime {
class Service;
}  // namespace unrip::runtime

namespace unrip::strategy_engine {

/// What a person may change while the engine runs, in the units that people use.

/// The limits in force: whole tokens as text, with the hash that decisions carry.
std::string shown_limits(const strategy::Policy& policy, const std::string& hash);

/// What a PUT asks for: every pair's limits as they would be. Fields that are not named stay.
/// Malformed: says which field and what it must be.
Result<std::vector<strategy::LimitsChanged::OfPair>> read_limits_request(
    std::string_view body, const strategy::Policy& policy
);

/// Each number that differs, before and after.
std::vector<messages::ControlChange> differences(
    const strategy::Policy& before, const strategy::Policy& after
);

/// GET /limits and PUT /limits. Changes are said on ops.service_control.
void serve_limits(runtime::Service& service, Desk& desk, presence::Announcer& announcer);

}  // namespace unrip::strategy_engine
