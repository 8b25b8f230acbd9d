#pragma once

#include "core/time.hpp"
#include "net/task.hpp"

namespace unrip::net {

/// Waits on the steady clock. Ends by cancellation (operation_aborted is thrown).
Task<void> sleep_for(Nanoseconds duration);

}  // namespace unrip::net
