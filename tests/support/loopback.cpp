#include "support/loopback.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace unrip::test {
namespace {

sockaddr_in address_of(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

/// Below those that Linux gives to connections. Tests that run side by side look in different
/// parts.
constexpr std::uint32_t kFirstPort = 12'000;
constexpr std::uint32_t kParts = 100;
constexpr std::uint32_t kPortsInAPart = 200;

/// How sockets take every kind of address.
template <class Address>
auto* any(Address& address) {
    using Any = std::conditional_t<std::is_const_v<Address>, const sockaddr, sockaddr>;
    return reinterpret_cast<Any*>(&address);
}

}  // namespace

LoopbackSocket::LoopbackSocket(int patience_seconds)
    : fd_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
    if (fd_ < 0) throw std::runtime_error{"no socket to be had"};
    const timeval patience{patience_seconds, 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
}

LoopbackSocket::~LoopbackSocket() {
    ::close(fd_);
}

bool LoopbackSocket::connect(std::uint16_t port) const {
    const auto address = address_of(port);
    return ::connect(fd_, any(address), sizeof address) == 0;
}

std::uint16_t LoopbackSocket::bind_anywhere() const {
    auto address = address_of(0);
    socklen_t size = sizeof address;
    if (::bind(fd_, any(address), size) != 0 || ::getsockname(fd_, any(address), &size) != 0) {
        throw std::runtime_error{"no free port"};
    }
    return ntohs(address.sin_port);
}

bool LoopbackSocket::bind(std::uint16_t port) const {
    const auto address = address_of(port);
    return ::bind(fd_, any(address), sizeof address) == 0;
}

void LoopbackSocket::send(std::string_view bytes) const {
    while (!bytes.empty()) {
        const auto sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

std::string LoopbackSocket::receive(std::size_t most) const {
    std::string text;
    std::array<char, 4096> part{};
    while (text.size() < most) {
        const auto wanted = std::min(part.size(), most - text.size());
        const auto count = ::recv(fd_, part.data(), wanted, 0);
        if (count <= 0) break;
        text.append(part.data(), static_cast<std::size_t>(count));
    }
    return text;
}

std::uint16_t free_port() {
    static std::uint32_t asked = 0;
    const auto part = static_cast<std::uint32_t>(::getpid()) % kParts;
    for (std::uint32_t tried = 0; tried < kPortsInAPart; ++tried) {
        const auto port = kFirstPort + part * kPortsInAPart + asked++ % kPortsInAPart;
        if (LoopbackSocket{}.bind(static_cast<std::uint16_t>(port))) {
            return static_cast<std::uint16_t>(port);
        }
    }
    return LoopbackSocket{}.bind_anywhere();
}

}  // namespace unrip::test
