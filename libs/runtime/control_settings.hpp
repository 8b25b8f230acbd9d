#pragma once

#include "runtime/control_door.hpp"
#include "runtime/env.hpp"
#include "runtime/processes.hpp"

#include <cstdint>
#include <string>

namespace unrip::runtime {

/// Where the control port listens, and to whom.
struct ControlSettings {
    std::string address;
    std::uint16_t port = 0;
    DoorRules door;
};

/// Mistakes are left in `env`: among them a bind beyond loopback without a token and without the
/// words that say it is meant.
ControlSettings read_control_settings(Env& env, const Process& process);

}  // namespace unrip::runtime
