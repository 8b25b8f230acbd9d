#pragma once

#include "core/result.hpp"
#include "core/time.hpp"
#include "net/channel.hpp"
#include "net/connection.hpp"
#include "net/event.hpp"
#include "net/task.hpp"
#include "net/url.hpp"
#include "net/websocket.hpp"
#include "net/websocket_link.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace unrip::net {

/// Somebody waits to hear what became of a message.
struct Delivery {
    explicit Delivery(const boost::asio::any_io_executor& executor) : is_decided{executor} {}

    void decide(Result<void> result) {
        outcome = std::move(result);
        is_decided.set();
    }

    Event is_decided;
    std::optional<Result<void>> outcome;
};

/// One connection of a WebSocket: opens it, keeps it busy, and sees when it is no longer any good.
class WebSocketSession {
  public:
    /// What all connections of one WebSocket share; outlives the session.
    struct Shared {
        boost::asio::any_io_executor executor;
        const Clock& clock;
        WebSocketSettings settings;
        WebSocketEvents events;
        WebSocketStatus status;
    };

    WebSocketSession(Shared& shared, ConnectionId id);
    WebSocketSession(const WebSocketSession&) = delete;
    WebSocketSession& operator=(const WebSocketSession&) = delete;
    /// Decides the messages that still wait: they did not go out.
    ~WebSocketSession();

    Task<Result<void>> connect(
        const Url& url,
        const TlsTrust& trust,
        const Headers& headers,
        WebSocketLink::Refusal& refusal
    );

    /// Reads, writes, pings and watches until the connection is no longer any good; says why.
    Task<std::string> hold();

    ConnectionId id() const { return id_; }
    /// `delivery` may be empty.
    Result<void> queue(std::string text, std::shared_ptr<Delivery> delivery);
    /// The first reason counts.
    void end(std::string_view reason);

  private:
    struct Outgoing {
        std::string text;
        std::shared_ptr<Delivery> delivery;
    };

    Task<void> hear();
    Task<void> write();
    Task<void> ping();
    Task<void> watch();
    void note_frame();

    Shared& shared_;
    ConnectionId id_;
    std::unique_ptr<WebSocketLink> link_;
    Channel<Outgoing> outgoing_;
    std::optional<Outgoing> in_writing_;
    Tick writing_since_{};
    Tick last_frame_{};
    std::string end_reason_;
};

}  // namespace unrip::net
