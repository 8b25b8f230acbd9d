#pragma once

#include "core/time.hpp"
#include "door/fault.hpp"
#include "net/server_socket.hpp"

#include <deque>
#include <memory>
#include <optional>
#include <string>

namespace unrip::sandbox {

/// A socket between the venue and a client on which faults happen. Without faults it is the socket
/// itself.
class SpoiltSocket final : public net::ServerSocket {
  public:
    /// `faults` and `clock` are borrowed.
    SpoiltSocket(
        std::shared_ptr<net::ServerSocket> inner,
        std::string place,
        Faults& faults,
        const Clock& clock
    );

    std::uint64_t id() const override { return inner_->id(); }
    const std::string& remote() const override { return inner_->remote(); }
    const net::ServerSocketStats& stats() const override { return inner_->stats(); }
    bool is_open() const override { return inner_->is_open(); }

    Task<Result<std::string_view>> receive() override;
    bool try_send(net::SharedText text) override;
    using net::ServerSocket::try_send;
    bool try_ping(std::string_view payload) override { return inner_->try_ping(payload); }
    bool try_send_garbage(std::string bytes) override {
        return inner_->try_send_garbage(std::move(bytes));
    }
    void freeze() override { inner_->freeze(); }
    void thaw() override { inner_->thaw(); }
    void close(std::uint16_t code, std::string_view reason) override {
        inner_->close(code, reason);
    }
    void drop() override { inner_->drop(); }

    /// What was put off goes out when its time has come; what is half open stays so while the fault
    /// lasts.
    void beat(Instant now);

    const std::string& place() const { return place_; }

  private:
    struct Late {
        Instant due;
        net::SharedText text;
    };
    bool send_spoilt(net::SharedText text, Instant now);
    bool is_half_open(Instant now);

    std::shared_ptr<net::ServerSocket> inner_;
    std::string place_;
    Faults& faults_;
    const Clock& clock_;
    std::deque<Late> late_;
    net::SharedText held_back_;  ///< Until the next one has overtaken it.
    bool frozen_ = false;
    std::uint64_t considered_ =
        0;  ///< The half-open fault that has struck this socket, or has not.
    bool struck_ = false;
};

}  // namespace unrip::sandbox
