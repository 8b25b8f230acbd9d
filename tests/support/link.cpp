#include "support/link.hpp"

#include "support/link_pipe.hpp"

#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <list>
#include <stdexcept>
#include <vector>

namespace unrip::test {
namespace {

using std::chrono::milliseconds;

struct Address {
    sockaddr_storage bytes{};
    socklen_t size = 0;
    sockaddr* any() { return reinterpret_cast<sockaddr*>(&bytes); }
};

Address of_port(std::uint16_t port) {
    sockaddr_in in{};
    in.sin_family = AF_INET;
    in.sin_port = htons(port);
    in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    Address address;
    std::memcpy(&address.bytes, &in, sizeof in);
    address.size = sizeof in;
    return address;
}

Address of_path(const std::filesystem::path& path) {
    sockaddr_un un{};
    un.sun_family = AF_UNIX;
    const auto text = path.string();
    if (text.size() >= sizeof un.sun_path)
        throw std::runtime_error{"too long for a socket: " + text};
    std::memcpy(un.sun_path, text.data(), text.size());
    Address address;
    std::memcpy(&address.bytes, &un, sizeof un);
    address.size = sizeof un;
    return address;
}

}  // namespace

/// Everything that the link's thread touches alone, but for the bell.
class Link::Carrier {
  public:
    Carrier(Address near, Address far) : far_{far} {
        near_ = ::socket(near.bytes.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        constexpr int backlog = 64;
        const bool listens = near_ >= 0 && ::bind(near_, near.any(), near.size) == 0 &&
                             ::listen(near_, backlog) == 0;
        if (!listens || bell_ < 0) throw std::runtime_error{"a link can't listen"};
    }
    ~Carrier() {
        pipes_.clear();
        ::close(near_);
        ::close(bell_);
    }
    Carrier(const Carrier&) = delete;
    Carrier& operator=(const Carrier&) = delete;

    std::uint16_t port() const {
        sockaddr_in in{};
        socklen_t size = sizeof in;
        ::getsockname(near_, reinterpret_cast<sockaddr*>(&in), &size);
        return ntohs(in.sin_port);
    }

    void ring() const { ::eventfd_write(bell_, 1); }

    void carry(const Link& link) {
        while (!link.is_over_) {
            const auto state = link.state_.load();
            if (state == State::cut) pipes_.clear();
            wait(state);
            if (link.state_ == State::stalled) continue;
            accept_all(link);
            const auto now = Pipe::Clock::now();
            const milliseconds delay{link.delay_ms_};
            for (auto& pipe : pipes_)
                pipe.move(now, delay);
            pipes_.remove_if([](const Pipe& pipe) { return pipe.is_over(); });
        }
    }

  private:
    /// Until something can be done.
    void wait(State state) {
        std::vector<pollfd> ears{{bell_, POLLIN, 0}};
        int patience_ms = -1;
        if (state != State::stalled) {
            ears.push_back({near_, POLLIN, 0});
            const auto now = Pipe::Clock::now();
            for (const auto& pipe : pipes_)
                pipe.want(now, ears, patience_ms);
        }
        ::poll(ears.data(), ears.size(), patience_ms);
        eventfd_t rung = 0;
        ::eventfd_read(bell_, &rung);
    }

    /// By the state at each one's turn: whoever hears that one was refused may have mended the link
    /// and be the next already.
    void accept_all(const Link& link) {
        while (true) {
            const int here = ::accept4(near_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
            if (here < 0) return;
            const bool is_cut = link.state_ == State::cut;
            const int there =
                ::socket(far_.bytes.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
            const bool is_under_way =
                !is_cut && there >= 0 &&
                (::connect(there, far_.any(), far_.size) == 0 || errno == EINPROGRESS);
            if (is_under_way) {
                pipes_.emplace_back(here, there);
            } else {
                ::close(here);
                if (there >= 0) ::close(there);
            }
        }
    }

    Address far_;
    int near_ = -1;
    int bell_ = ::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    std::list<Pipe> pipes_;
};

Link::Link(std::uint16_t far_port)
    : carrier_{std::make_unique<Carrier>(of_port(0), of_port(far_port))} {
    port_ = carrier_->port();
    start();
}

Link::Link(const std::filesystem::path& near_path, const std::filesystem::path& far_path)
    : carrier_{std::make_unique<Carrier>(of_path(near_path), of_path(far_path))} {
    start();
}

void Link::start() {
    thread_ = std::thread{[this] { carrier_->carry(*this); }};
}

Link::~Link() {
    is_over_ = true;
    carrier_->ring();
    thread_.join();
}

void Link::change(State state, milliseconds delay) {
    state_ = state;
    delay_ms_ = delay.count();
    carrier_->ring();
}

void Link::cut() {
    change(State::cut, {});
}

void Link::stall() {
    change(State::stalled, {});
}

void Link::delay(milliseconds by) {
    change(State::open, by);
}

void Link::mend() {
    change(State::open, {});
}

}  // namespace unrip::test
