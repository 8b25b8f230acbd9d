#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace unrip::test {

/// A TCP socket of a test's own, on loopback, that gives up after some seconds of silence.
class LoopbackSocket {
  public:
    explicit LoopbackSocket(int patience_seconds = 10);
    LoopbackSocket(const LoopbackSocket&) = delete;
    LoopbackSocket& operator=(const LoopbackSocket&) = delete;
    ~LoopbackSocket();

    bool connect(std::uint16_t port) const;
    /// Takes a free port, which is known afterwards.
    std::uint16_t bind_anywhere() const;
    /// False: somebody has it.
    bool bind(std::uint16_t port) const;
    void send(std::string_view bytes) const;
    /// What comes until the other side closes, or `most` bytes of it.
    std::string receive(std::size_t most) const;

  private:
    int fd_;
};

/// A port that nobody had a moment ago, and that no connection is given as its own end: what is
/// killed finds it free when it comes back.
std::uint16_t free_port();

}  // namespace unrip::test
