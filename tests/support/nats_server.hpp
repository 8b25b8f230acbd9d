#pragma once

#include "support/temporary_directory.hpp"

#include <sys/types.h>

#include <cstdint>
#include <string>

namespace unrip::test {

/// A nats-server of a test's own: on a free loopback port, with its JetStream store in a temporary
/// directory. The program is $UNRIP_NATS_SERVER, else what scripts/deps put under var/tools, else
/// the one on the PATH.
class NatsServer {
  public:
    /// `configuration` goes into the server's file as it is: users, limits.
    explicit NatsServer(std::string configuration = {}, std::string sync_interval = "1s");
    NatsServer(const NatsServer&) = delete;
    NatsServer& operator=(const NatsServer&) = delete;
    ~NatsServer();

    /// On the same port and the same store as before. Returns when it greets its clients.
    void start();
    /// As before a reboot.
    void stop();
    /// kill -9.
    void kill();
    /// It stands still, with its sockets open, until it is thawed.
    void freeze() const;
    void thaw() const;
    /// For the next start().
    void configure(std::string configuration) { configuration_ = std::move(configuration); }

    std::filesystem::path store() const { return directory_.path() / "store"; }
    std::string url() const;
    std::string url(const std::string& user, const std::string& password) const;
    std::uint16_t port() const { return port_; }
    pid_t pid() const { return process_; }
    /// All it wrote so far.
    std::string log() const;

  private:
    void write_configuration() const;
    bool try_start();
    void end(int signal);

    TemporaryDirectory directory_;
    std::string configuration_;
    std::string sync_interval_;
    std::uint16_t port_ = 0;
    pid_t process_ = -1;
};

}  // namespace unrip::test
