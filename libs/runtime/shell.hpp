#pragma once

#include "net/event.hpp"
#include "runtime/arming.hpp"
#include "runtime/control.hpp"
#include "runtime/control_server.hpp"
#include "runtime/control_settings.hpp"
#include "runtime/env.hpp"
#include "runtime/health.hpp"
#include "runtime/log.hpp"
#include "runtime/metrics.hpp"
#include "runtime/service.hpp"
#include "runtime/standard_routes.hpp"
#include "runtime/state.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include <exception>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace unrip::runtime {

/// What a Service is made of. Destroyed bottom up: whatever uses the loop goes before it.
struct Service::Parts {
    explicit Parts(const Process& one);

    const Process& process;
    SystemClock clock;
    Log log;
    Env env;
    std::string instance;
    std::string config_hash;
    Nanoseconds shutdown_timeout{};
    ControlSettings control_settings;

    boost::asio::io_context loop{1};
    Health health{clock};
    Arming arming{process.starts_as, clock};
    Metrics metrics;
    State state{clock};
    Control control;
    Phase phase = Phase::starting;
    std::vector<std::pair<std::string, std::function<Task<void>()>>> drains;
    net::Event stop_wanted{loop.get_executor()};
    std::string stop_reason;

  private:
    void read_settings();
};

/// One process from its first line to its exit code.
class Shell {
  public:
    explicit Shell(const Process& process);
    int run(const Body& body);

  private:
    void watch_itself();
    void wait_for_signals();
    Result<void> open_control_port();
    ControlEvents control_events();

    Task<void> live(const Body& body);
    Task<void> run_body(const Body& body);
    Task<void> beat();
    Task<void> end_in_order();
    Task<void> drain(Tick until);
    void forget_body();

    int verdict(const std::exception_ptr& failure);
    [[noreturn]] void leave_at_once(int exit_code);

    Service::Parts parts_;
    Service service_{parts_};
    boost::asio::signal_set signals_;
    ControlServer server_;
    Gauge loop_lag_;
    bool drains_failed_ = false;
    bool draining_ = false;
};

}  // namespace unrip::runtime
