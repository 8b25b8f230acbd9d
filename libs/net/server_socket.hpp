#pragma once

#include "core/result.hpp"
#include "net/task.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace unrip::net {

/// One text for many sockets: it is built once and nobody copies it.
using SharedText = std::shared_ptr<const std::string>;

struct ServerSocketLimits {
    std::size_t message_bytes = 1U << 20U;    ///< A longer message ends the connection.
    std::size_t outgoing_messages = 4096;     ///< Waiting to be written; more are refused.
    std::size_t outgoing_bytes = 16U << 20U;  ///< Likewise.
};

struct ServerSocketStats {
    std::uint64_t messages_in = 0;
    std::uint64_t messages_out = 0;
    std::uint64_t refused = 0;  ///< Outgoing, for want of room or after the end.
};

/// A WebSocket seen from the server's side; an HttpServer makes it. It answers pings by itself.
/// Texts that wait together leave in one write. For use on one loop.
class ServerSocket {
  public:
    ServerSocket() = default;
    ServerSocket(const ServerSocket&) = delete;
    ServerSocket& operator=(const ServerSocket&) = delete;
    virtual ~ServerSocket() = default;

    /// Counts the connections of one server, from 1.
    virtual std::uint64_t id() const = 0;
    /// The other side's address, as "127.0.0.1:4711".
    virtual const std::string& remote() const = 0;
    virtual const ServerSocketStats& stats() const = 0;
    virtual bool is_open() const = 0;

    /// The next whole text message, valid until the next call. One receiver at a time. An Error
    /// says why there will be no other: closed by the client, dropped by us, malformed, too large.
    virtual Task<Result<std::string_view>> receive() = 0;

    /// Queues a text without waiting. False: it was refused (counted), because the socket has ended
    /// or is frozen, or because the other side does not read as fast as we write.
    virtual bool try_send(SharedText text) = 0;
    bool try_send(std::string text) {
        return try_send(std::make_shared<const std::string>(std::move(text)));
    }
    virtual bool try_ping(std::string_view payload) = 0;

    /// Queues bytes that go out exactly as they are, without a frame around them: whoever reads
    /// them as a WebSocket is confused.
    virtual bool try_send_garbage(std::string bytes) = 0;
    /// Half open: the connection stays, but nothing is read from it (also no ping) and nothing
    /// written to it, until it is thawed or dropped.
    virtual void freeze() = 0;
    virtual void thaw() = 0;

    /// Says goodbye after what is queued, and then ends.
    virtual void close(std::uint16_t code, std::string_view reason) = 0;
    /// Ends it now, without a word.
    virtual void drop() = 0;
};

}  // namespace unrip::net
