#pragma once

#include "bus/connection.hpp"
#include "net/task.hpp"

#include <memory>

namespace unrip::runtime {
class Service;
}  // namespace unrip::runtime

namespace unrip::presence {

/// Connects a process to the bus and makes the connection visible: a health check, the durability
/// and the connection in /state, metrics. A server that is away is waited for in the background;
/// one that refuses our credentials, or settings that can't work, end the process (exit code 2).
Task<std::unique_ptr<bus::Connection>> join(runtime::Service& service, bus::Settings settings);

}  // namespace unrip::presence
