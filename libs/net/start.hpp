#pragma once

#include "net/task.hpp"

#include <boost/asio/any_io_executor.hpp>

namespace unrip::net {

/// Runs a task by itself on the loop, beginning soon. Nobody waits for it, so it must not touch
/// what may be gone by then without asking. What it throws leaves the loop.
void start(const boost::asio::any_io_executor& executor, Task<void> task);

}  // namespace unrip::net
