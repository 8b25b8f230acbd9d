#pragma once

#include "net/task.hpp"

namespace unrip::net {

/// Runs both until the first ends, by returning or by throwing; then cancels the other and waits
/// until it has ended too. Throws what the first threw. (Asio's own `||` waits on after an
/// exception, for a success that may never come.)
Task<void> first_to_end(Task<void> one, Task<void> other);

}  // namespace unrip::net
