#pragma once

#include "core/result.hpp"
#include "net/connection.hpp"
#include "net/headers.hpp"
#include "net/task.hpp"
#include "net/url.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace unrip::net {

/// One WebSocket connection from its handshake to its end; it does not come back. Reading, writing
/// and pinging may be under way at the same time, each once.
class WebSocketLink {
  public:
    struct Options {
        std::size_t message_bytes_max = 0;
        std::function<void()> on_frame;  ///< Called for each frame, or part of one, that arrives.
    };

    struct Received {
        bool is_text;
        std::string_view bytes;  ///< Valid until the next receive().
    };

    /// What the server said to the handshake, when it was no.
    struct Refusal {
        std::optional<unsigned> http_status;
        std::optional<std::string> retry_after;
    };

    WebSocketLink(std::unique_ptr<Connection> connection, Options options);
    WebSocketLink(const WebSocketLink&) = delete;
    WebSocketLink& operator=(const WebSocketLink&) = delete;
    ~WebSocketLink();

    /// Errors: `refused` when the server answered with another status than 101, `malformed` when
    /// its answer is no answer to a handshake, `unavailable` otherwise.
    Task<Result<void>> shake_hands(const Url& url, const Headers& headers, Refusal& refusal);

    /// The next whole message. Pings are answered and pongs noted on the way; a close is answered
    /// and comes out as `unavailable`. `overflow` is a message above the limit.
    Task<Result<Received>> receive();

    Task<Result<void>> write(std::string_view text);
    Task<Result<void>> ping();

    /// Ends what is under way, without farewell.
    void close();

  private:
    struct Wire;
    std::unique_ptr<Wire> wire_;
};

}  // namespace unrip::net
