#pragma once

#include "core/result.hpp"
#include "core/time.hpp"
#include "net/server_socket.hpp"
#include "net/task.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace unrip::net {

/// A request as a server has read it, before anybody judged it.
struct ServedRequest {
    std::string method;
    std::string target;                                        ///< Path and query, nothing decoded.
    std::vector<std::pair<std::string, std::string>> headers;  ///< Names in lower case.
    std::string body;
    std::string remote;  ///< As "127.0.0.1:4711".

    std::size_t count(std::string_view name) const;
    std::string_view header(std::string_view name) const;  ///< The first; empty when there is none.
    std::string_view path() const;                         ///< The target up to the question mark.
};

struct ServedAnswer {
    int status = 200;
    std::string body;
    std::string content_type = "application/json";
    std::vector<std::pair<std::string, std::string>> headers;

    /// Instead of all that: these bytes go out as they are and the connection ends. Empty: it ends
    /// without a word. For servers that are meant to fail.
    std::optional<std::string> raw;
};

struct HttpServerLimits {
    std::uint32_t header_bytes = 8 * 1024;
    std::size_t body_bytes = 64UL * 1024;
    std::size_t connections = 64;  ///< WebSockets included.
    /// From a request's first byte to its last; also for writing an answer.
    std::chrono::seconds request_time{5};
    std::chrono::seconds idle_time{30};  ///< Between requests.
    ServerSocketLimits socket;
};

/// Who answers. Only `on_request` is needed.
struct HttpServerHandlers {
    /// May suspend; must have its own deadline for whatever it waits on. It must not throw, except
    /// for being cancelled when the server closes.
    std::function<Task<ServedAnswer>(ServedRequest)> on_request;

    /// Somebody asks for a WebSocket: an answer refuses, nothing lets it come.
    std::function<std::optional<ServedAnswer>(const ServedRequest&)> refuse_socket;
    /// Holds the conversation; when it returns (or is cancelled) the connection is closed. Without
    /// it there are no WebSockets: asking for one is a request like any other.
    std::function<Task<void>(std::shared_ptr<ServerSocket>, ServedRequest)> on_socket;

    /// Writes a refusal of the server's own (malformed, too large, too many); null: plain text.
    std::function<ServedAnswer(int status, std::string_view code, std::string_view message)> refuse;
    /// Told of each answer; method and target are empty when the request could not be read.
    std::function<void(std::string_view method, std::string_view target, int status)> answered;
};

/// HTTP/1.1 and WebSocket on the owner's loop. However many callers come, at most `connections` are
/// open: a new one takes the place of whoever was idle longest between requests, and is told 503
/// when none is.
class HttpServer {
  public:
    HttpServer(
        boost::asio::any_io_executor executor,
        const Clock& clock,
        HttpServerHandlers handlers,
        HttpServerLimits limits = {}
    );
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;
    /// It was closed before, or its loop runs no more.
    ~HttpServer();

    /// Takes the port (0: any free one) and begins to answer. Error `refused` when the port is
    /// taken, `unavailable` when the address is not one of ours; both with the system's words.
    Result<void> open(const std::string& address, std::uint16_t port);
    std::uint16_t port() const;

    /// Closes connections whose time is over. The owner calls it on its beat, once a second.
    void beat();

    std::size_t connections() const;

    /// Takes no more requests, cancels handlers, and ends when the last one has. It may be opened
    /// again afterwards, on the same port for instance.
    Task<void> close();

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace unrip::net
