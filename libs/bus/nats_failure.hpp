#pragma once

#include "core/result.hpp"

#include <nats/nats.h>

#include <string_view>

namespace unrip::bus {

/// What the client's word means to a caller of ours.
Failure nats_failure(natsStatus status, std::string_view what);

}  // namespace unrip::bus
