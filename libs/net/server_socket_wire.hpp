#pragma once

#include "net/event.hpp"
#include "net/server_socket.hpp"
#include "net/websocket_frame.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace unrip::net {

/// A ServerSocket on a connection that has been upgraded.
class ServerSocketWire final : public ServerSocket {
  public:
    struct Start {
        std::uint64_t id = 0;
        std::string remote;
        std::string unread;                ///< Bytes that came behind the handshake.
        std::function<void()> on_closing;  ///< A goodbye was queued: from now on time is short.
    };

    ServerSocketWire(
        std::shared_ptr<boost::asio::ip::tcp::socket> socket, ServerSocketLimits limits, Start start
    );

    std::uint64_t id() const override { return start_.id; }
    const std::string& remote() const override { return start_.remote; }
    const ServerSocketStats& stats() const override { return stats_; }
    bool is_open() const override { return !is_closing_ && !has_ended_; }

    Task<Result<std::string_view>> receive() override;
    bool try_send(SharedText text) override;
    bool try_ping(std::string_view payload) override;
    bool try_send_garbage(std::string bytes) override;
    void freeze() override { is_frozen_ = true; }
    void thaw() override;
    void close(std::uint16_t code, std::string_view reason) override;
    void drop() override;

    /// Writes what is queued until the goodbye has gone out or the connection has ended. Runs
    /// beside the conversation.
    Task<void> write();

  private:
    struct Outgoing {
        Opcode opcode = Opcode::text;
        bool has_frame = true;
        SharedText bytes;
    };

    bool queue(Outgoing outgoing);
    void take_batch(std::string& batch);
    Task<Result<void>> read_more();
    Result<std::optional<std::string_view>> next_message();
    Result<std::optional<std::string_view>> hear(const ClientFrame& frame);
    Failure end(Failure why);

    std::shared_ptr<boost::asio::ip::tcp::socket> socket_;
    ServerSocketLimits limits_;
    Start start_;
    ServerSocketStats stats_;

    std::vector<char> incoming_;
    std::size_t read_to_ = 0;    // Before this, all has been heard.
    std::size_t filled_to_ = 0;  // Behind this, nothing has come yet.
    std::string pieces_;         // Of a message that comes in several frames.
    bool in_pieces_ = false;
    bool is_text_ = true;

    std::deque<Outgoing> outgoing_;
    std::size_t outgoing_bytes_ = 0;
    Event more_;
    Event thawed_;
    bool is_frozen_ = false;
    bool is_closing_ = false;
    bool is_deaf_ = false;
    bool has_ended_ = false;
};

}  // namespace unrip::net
