#pragma once

#include "core/time.hpp"
#include "net/http_server.hpp"
#include "net/task.hpp"

#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <memory>
#include <optional>
#include <string>

namespace unrip::net {

class ServerSocketWire;

/// One accepted connection of an HttpServer: reads requests, writes answers.
class HttpConnection {
  public:
    /// Why a request can't become one.
    struct Refusal {
        int status = 400;
        std::string code;
        std::string message;
    };

    /// Neither request nor refusal: the caller left, or was too slow.
    struct Reading {
        std::optional<ServedRequest> request;
        std::optional<Refusal> refusal;
        bool keep_alive = false;
    };

    explicit HttpConnection(boost::asio::ip::tcp::socket accepted);

    /// Waits for the first bytes of a request; false at the end of the connection.
    Task<bool> wait_for_request();
    /// Reads until the request is whole.
    Task<Reading> read(const HttpServerLimits& limits);
    Task<bool> send(std::string text);
    /// Lets the caller read its answer before the connection goes: closing over unread bytes would
    /// reset it.
    Task<void> linger();
    /// Ends it now, whatever is under way.
    void hang_up();

    std::shared_ptr<boost::asio::ip::tcp::socket> socket;  ///< A WebSocket takes it over.
    boost::asio::cancellation_signal cancel;
    std::string remote;
    std::string unread;  ///< Bytes that came after the request before.
    Tick deadline = Tick::max();
    Tick idle_since{};
    bool idle = true;
    bool closing = false;
    std::shared_ptr<ServerSocketWire> wire;  ///< Once it has become a WebSocket.

  private:
    Task<bool> receive();
};

}  // namespace unrip::net
