#pragma once

#include "net/task.hpp"
#include "runtime/env.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace unrip::runtime {

class Arming;
class Control;
class Health;
class Log;
class Metrics;
class State;

/// The room every service lives in: one loop on one thread, one log, one control port, one switch.
class Service {
  public:
    struct Parts;
    explicit Service(Parts& parts) : parts_{parts} {}
    Service(const Service&) = delete;
    Service& operator=(const Service&) = delete;

    std::string_view name() const;

    /// Tells replicas of one process apart: UNRIP_INSTANCE, or host name and process id.
    const std::string& instance() const;

    boost::asio::any_io_executor executor();
    Env& env();
    const Clock& clock() const;
    Health& health();
    Arming& arming();
    Control& control();
    Metrics& metrics();
    State& state();
    Log& log();

    /// From here on GET /readyz says yes (while healthy and not stopping).
    void mark_ready();

    /// Work to be done between the stop signal and the end of `body`, while all its parts still
    /// live: last in, first out, each with what is left of UNRIP_SHUTDOWN_TIMEOUT.
    void on_stop(std::string what, std::function<Task<void>()> drain);

    /// An orderly end from inside, as if a signal had come.
    void stop(std::string_view why);

  private:
    Parts& parts_;
};

using Body = std::function<Task<void>(Service&)>;

/// Log, settings, control port, then `body` until it ends or SIGTERM or SIGINT asks for the end;
/// then disarm, drain, close the door, end `body`, flush. Gives main() its exit code:
/// 0 a clean end, 1 a crash or a drain that failed, 2 what another start would not mend.
///
/// `name` must be one of processes(). An exception that leaves `body` or the loop is fatal;
/// CannotStart is exit code 2.
int run_service(std::string_view name, const Body& body);

}  // namespace unrip::runtime
