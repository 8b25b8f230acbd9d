#pragma once

#include "core/time.hpp"
#include "runtime/processes.hpp"

#include <string>

namespace unrip::runtime {

class Arming;
class Control;
class Health;
class Metrics;
class State;

/// Where a process is in its life.
enum class Phase { starting, ready, stopping };

/// What the routes that every process has answer from. All of it outlives the routes.
struct Shown {
    const Process& process;
    const std::string& instance;
    const std::string& config_hash;
    const Clock& clock;
    const Phase& phase;
    const Health& health;
    const State& state;
    const Metrics& metrics;
    Arming& arming;
    Instant started_at;
    Tick started;
};

/// GET /livez, /healthz, /readyz, /state, /metrics; POST /arm, /disarm.
void add_standard_routes(Control& control, const Shown& shown);

}  // namespace unrip::runtime
