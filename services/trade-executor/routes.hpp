#pragma once

#include "memory.hpp"
#include "revoking.hpp"

namespace unrip::runtime {
class Service;
}  // namespace unrip::runtime

namespace unrip::trade_executor {

/// What this process answers beside what all do: the guards of POST /arm, POST /revoke and
/// `{"revoke":true}` with POST /disarm.
void add_routes(runtime::Service& service, const Memory& memory, Revoking& revoking);

}  // namespace unrip::trade_executor
