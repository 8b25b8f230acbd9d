#pragma once

#include "runtime/arming.hpp"
#include "runtime/control.hpp"

#include <string>

namespace unrip::runtime {

/// POST /arm and POST /disarm, as every process answers them: the new state, or 409 with a guard's
/// reason. For services that add something of their own (`{"revoke":true}`) around it.
ControlResponse arm_by_request(Arming& arming, const ControlRequest& request);
ControlResponse disarm_by_request(Arming& arming, const ControlRequest& request);

/// `{"armed":...,"arming":{"who","why","since","ttl_seconds","ttl_left_seconds"}}`
std::string arming_json(const Arming& arming);

}  // namespace unrip::runtime
