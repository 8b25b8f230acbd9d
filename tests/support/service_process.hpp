#pragma once

#include "support/child_process.hpp"
#include "support/temporary_directory.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace unrip::test {

/// Where a program of ours is: in this build, unless the environment's UNRIP_BIN_DIR names another.
std::string program_path(const std::string& name);

/// Runs one of our one-shot programs; throws with what it said unless it ends with 0.
void run_program(const std::string& name, const std::map<std::string, std::string>& environment);

/// One of our processes as an operator runs it: the real binary with nothing but its environment,
/// its control port on a free loopback port.
class ServiceProcess {
  public:
    /// `port_variable` is where the process takes its control port from.
    ServiceProcess(
        std::string name,
        const std::string& port_variable,
        std::map<std::string, std::string> environment
    );
    ServiceProcess(const ServiceProcess&) = delete;
    ServiceProcess& operator=(const ServiceProcess&) = delete;
    ~ServiceProcess();

    void start();
    /// Its twin that kills itself at a fault point: see runtime/fault_point.hpp.
    void start_doomed(const std::string& at);
    void kill_9();
    /// SIGTERM; the exit code.
    int stop();
    /// It stands still, with its sockets open, until it is thawed.
    void freeze() const;
    void thaw() const;
    /// Waits until it ends by itself; the exit code.
    int await_exit();
    const std::string& name() const { return name_; }
    pid_t pid() const { return process_; }
    std::uint16_t port() const { return port_; }
    bool is_running() const { return process_ > 0 && test::is_running(process_); }

    /// Waits until GET /readyz says yes. Throws with the log when it does not come to that.
    void await_ready() const;

    struct Answer {
        int status = 0;  ///< 0: nobody answered.
        std::string body;
    };
    Answer get(std::string_view path) const { return call("GET", path, ""); }
    /// Waits until GET answers with a body that holds this text. False when it never does.
    bool comes_to_say(std::string_view path, std::string_view text) const;
    /// `headers` are whole lines, each with its line end.
    Answer post(std::string_view path, std::string_view body = "", std::string_view headers = "")
        const {
        return call("POST", path, body, headers);
    }

    Answer put(std::string_view path, std::string_view body) const {
        return call("PUT", path, body);
    }

    /// All it said so far.
    std::string log() const;

  private:
    Answer call(
        std::string_view method,
        std::string_view path,
        std::string_view body,
        std::string_view headers = ""
    ) const;

    std::string name_;
    std::map<std::string, std::string> environment_;
    TemporaryDirectory directory_;
    std::uint16_t port_ = 0;
    pid_t process_ = -1;
};

}  // namespace unrip::test
