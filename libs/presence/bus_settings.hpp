#pragma once

#include "bus/settings.hpp"

namespace unrip::runtime {
class Env;
}  // namespace unrip::runtime

namespace unrip::presence {

/// How this process reaches NATS, from NATS_*. Mistakes are noted in `env` like all others.
bus::Settings bus_settings(runtime::Env& env);

}  // namespace unrip::presence
