#pragma once

#include "core/result.hpp"

#include <nats/nats.h>

#include <string>
#include <string_view>

namespace unrip::bus {

/// What the client's word means to a caller of ours.
Failure nats_failure(natsStatus status, std::string_view what);

/// What the client knows beyond the status, about the last call of this thread; else the status in
/// words.
std::string nats_words(natsStatus status);

}  // namespace unrip::bus
