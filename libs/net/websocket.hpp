#pragma once

#include "core/result.hpp"
#include "core/time.hpp"
#include "net/backoff.hpp"
#include "net/headers.hpp"
#include "net/task.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace unrip::net {

/// Counts the connections of one WebSocket, from 1; 0 is none. What was heard on a connection can
/// be answered on that connection or not at all.
using ConnectionId = std::uint64_t;

struct WebSocketSettings {
    std::string url;      ///< ws:// or wss://
    std::string ca_file;  ///< PEM; empty: the authorities the system trusts.

    Milliseconds connect_limit{30'000};  ///< Name, connection, TLS and handshake together.
    Milliseconds ping_every{20'000};
    Milliseconds idle_limit{60'000};  ///< Without any frame for so long, we come back anew.
    Milliseconds write_limit{
        10'000};  ///< A message that can't be written for so long ends it, too.

    BackoffSettings backoff;
    Milliseconds stable_after{30'000};      ///< A connection this old resets the backoff.
    Milliseconds credential_wait{300'000};  ///< After 401 or 403: the credential must change first.
    Milliseconds retry_after_max{3'600'000};  ///< The longest Retry-After that is believed.

    std::size_t message_bytes_max = 4U << 20U;  ///< A longer message ends the connection.
    std::size_t outgoing_max = 256;  ///< Messages waiting to be written; more are refused.
};

/// The handshake succeeded.
struct Connected {
    ConnectionId connection;
};

/// A whole text message.
struct Message {
    std::string_view text;  ///< Valid during the call only.
    ConnectionId connection;
    Instant received_at;
    Tick received_tick;
};

/// The connection ended. Also said when an attempt to connect failed: then `connection` is 0.
struct Disconnected {
    ConnectionId connection;
    std::string reason;
};

/// Called on the loop, straight from the reading coroutine: nothing stands between the socket and
/// the owner. They must not block; what they throw comes out of WebSocket::run().
struct WebSocketEvents {
    std::function<void(const Connected&)> on_connected;
    std::function<void(const Message&)> on_message;
    std::function<void(const Disconnected&)> on_disconnected;
};

/// Asked before each attempt, so that a renewed credential is read from its source. An Error counts
/// as a failed attempt.
using HeadersProvider = std::function<Result<Headers>()>;

struct WebSocketStatus {
    enum class State {
        idle,  ///< run() was not called, or has ended.
        connecting,
        connected,
        backing_off,         ///< Waiting before the next attempt.
        credential_refused,  ///< Waiting long: the server said 401 or 403. Somebody should look.
    };

    State state = State::idle;
    ConnectionId connection = 0;           ///< The current one; 0 when not connected.
    Instant since{};                       ///< When this state began.
    std::optional<Instant> last_frame_at;  ///< Of any kind, ping and pong included.
    std::optional<unsigned> http_status;   ///< Of the last handshake that was answered.
    std::string last_error;                ///< Why the last connection or attempt ended.

    std::uint64_t attempts = 0;
    std::uint64_t connects = 0;    ///< Handshakes that succeeded.
    std::uint64_t reconnects = 0;  ///< Those after the first.
    std::uint64_t messages_in = 0;
    std::uint64_t messages_out = 0;  ///< Written to the socket.
    std::uint64_t dropped = 0;  ///< Outgoing: refused for want of room, or lost with a connection.
    std::uint64_t oversized = 0;  ///< Incoming above message_bytes_max; each ended a connection.
    std::uint64_t binary = 0;     ///< Incoming binary messages; not delivered.
};

std::string_view to_text(WebSocketStatus::State state);

/// A WebSocket client that comes back, for ever, and never hammers. TLS is verified: the chain, and
/// the name or address of the host. For use on one loop.
class WebSocket {
  public:
    /// The clock stamps messages and status; it must outlive the socket.
    WebSocket(
        const boost::asio::any_io_executor& executor,
        const Clock& clock,
        WebSocketSettings settings,
        WebSocketEvents events,
        HeadersProvider headers = nullptr,
        Backoff::Random random = Backoff::system_random()
    );
    WebSocket(const WebSocket&) = delete;
    WebSocket& operator=(const WebSocket&) = delete;
    ~WebSocket();

    /// Connects, listens, and connects again until it is cancelled (operation_aborted is thrown);
    /// it must have ended before the WebSocket goes. Returns only when the URL can't be used at
    /// all.
    Task<Result<void>> run();

    /// Queues a message without waiting. Refused when not connected, when `only_on` is given and is
    /// not the current connection ("connection gone"), and when the queue is full. Queued messages
    /// are written in order and are lost with their connection.
    Result<void> try_send(std::string text, std::optional<ConnectionId> only_on = std::nullopt);

    /// As try_send, then waits until the message was written to the socket. `refused`: it never
    /// went out. `timed_out`: the connection broke while it was being written, the outcome is
    /// unknown.
    Task<Result<void>> send(std::string text, std::optional<ConnectionId> only_on = std::nullopt);

    /// Ends the current connection, or the wait before the next attempt: also the long one after a
    /// refused credential, for when the credential was renewed. The caller sees to it that this
    /// does not become a hammer.
    void reconnect(std::string_view reason);

    const WebSocketStatus& status() const;

  private:
    class Machine;
    std::unique_ptr<Machine> machine_;
};

}  // namespace unrip::net
