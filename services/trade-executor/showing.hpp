#pragma once

#include "executing.hpp"
#include "following.hpp"
#include "memory.hpp"
#include "observe.hpp"
#include "presence/lease.hpp"
#include "recall.hpp"
#include "revoking.hpp"

namespace unrip::trade_executor {

/// What is shown of the executor: /state, health by the age of what it leans on, gauges.
struct Shown {
    runtime::Service& service;
    const presence::Lease& lease;
    const Memory& memory;
    const Recall& recall;
    const Executing& executing;
    const Following& following;
    const Revoking& revoking;
    const Observe& observe;
    const strategy::RollingLimits& limits;
};

/// `shown` outlives the service's body.
void show(const Shown& shown);

}  // namespace unrip::trade_executor
