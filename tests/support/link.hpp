#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>

namespace unrip::test {

/// A cable between two processes on this machine, which passes everything on until it is cut,
/// stalled or slowed down.
class Link {
  public:
    /// From a loopback port of its own to this one.
    explicit Link(std::uint16_t far_port);
    /// From a socket in the file system to another one.
    Link(const std::filesystem::path& near_path, const std::filesystem::path& far_path);
    Link(const Link&) = delete;
    Link& operator=(const Link&) = delete;
    ~Link();

    /// Every connection breaks, and so does every new one.
    void cut();
    /// Half open: connections stand, new ones are made, and nothing comes through.
    void stall();
    /// Everything arrives so much later, in order.
    void delay(std::chrono::milliseconds by);
    /// As new. What stood in a stalled link goes on.
    void mend();

    /// What the near side connects to, when it is a port.
    std::uint16_t port() const { return port_; }

  private:
    enum class State { open, stalled, cut };
    class Carrier;

    void change(State state, std::chrono::milliseconds delay);
    void start();

    std::uint16_t port_ = 0;
    std::atomic<State> state_{State::open};
    std::atomic<std::int64_t> delay_ms_{0};
    std::atomic<bool> is_over_{false};
    std::unique_ptr<Carrier> carrier_;
    std::thread thread_;
};

}  // namespace unrip::test
