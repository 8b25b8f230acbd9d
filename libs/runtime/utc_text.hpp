#pragma once

#include "core/time.hpp"

#include <string>

namespace unrip::runtime {

/// "2026-11-20T14:02:31.114Z"
std::string utc_text(Instant at);

}  // namespace unrip::runtime
