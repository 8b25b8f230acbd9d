#pragma once

#include "net/task.hpp"

namespace unrip::net {

/// Runs both at the same time, until both have ended. What one throws cancels the other, and is
/// thrown on once that has ended too.
Task<void> both(Task<void> one, Task<void> other);

}  // namespace unrip::net
