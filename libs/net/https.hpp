#pragma once

#include "core/result.hpp"
#include "core/time.hpp"
#include "net/headers.hpp"
#include "net/task.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace unrip::net {

struct HttpSettings {
    std::string ca_file;  ///< PEM; empty: the authorities the system trusts.
    std::string user_agent = "unrip";
    std::size_t body_bytes_max = 8U << 20U;
    std::size_t header_bytes_max = 32U << 10U;
    std::size_t connections_per_origin_max = 16;  ///< In use and kept alive together.
    Milliseconds keep_alive_max{30'000};          ///< An idle connection older than this is closed.
};

struct HttpRequest {
    std::string method = "GET";
    std::string url;  ///< http:// or https://
    Headers headers;  ///< Host, Content-Length, Connection and User-Agent are added.
    std::string body;
    Milliseconds deadline{10'000};  ///< For the whole of it: name, connection, TLS, answer.

    /// Whether the server may see the request twice. GET and HEAD always may.
    ///
    /// A server may close a kept-alive connection just while we write on it. Then nothing came
    /// back, but nobody can tell whether the request was acted upon. When it may be repeated, it is
    /// sent once more on a fresh connection; otherwise the answer is Error timed_out, the outcome
    /// is unknown.
    bool may_repeat = false;
};

/// Ready for `co_await client.request(http_get(...))`.
HttpRequest http_get(std::string url, Milliseconds deadline);
/// With Content-Type: application/json.
HttpRequest http_post_json(std::string url, std::string body, Milliseconds deadline);

/// Any status is an answer, also 404 and 500. Redirects are not followed.
struct HttpResponse {
    unsigned status = 0;
    Headers headers;
    std::string body;
};

struct HttpStats {
    std::uint64_t requests = 0;
    std::uint64_t failures = 0;  ///< Ended with an Error.
    std::uint64_t connects = 0;  ///< Connections opened.
    std::uint64_t reuses = 0;    ///< Requests sent on a kept-alive connection.
    std::uint64_t repeats = 0;   ///< Sent once more, see HttpRequest::may_repeat.
};

/// Speaks HTTP/1.1 and keeps connections alive for the next request. TLS is verified: the chain,
/// and the name or address of the host. For use on one loop.
///
/// Errors: `malformed` for a bad URL or request (then nothing was sent) and for an answer we can't
/// read or that is too large; `unavailable` when the request did not go out or may simply be tried
/// again; `refused` when the certificate is not the one we trust or all connections are in use;
/// `timed_out` after the deadline, and when the connection broke after a request went out that may
/// not be repeated. An Error names the origin, never the path, query, headers or body: these may
/// hold secrets.
class HttpClient {
  public:
    /// Its sockets live on this loop.
    explicit HttpClient(const boost::asio::any_io_executor& executor, HttpSettings settings = {});
    HttpClient(const HttpClient&) = delete;
    HttpClient& operator=(const HttpClient&) = delete;
    ~HttpClient();

    /// Must not outlive the client.
    Task<Result<HttpResponse>> request(HttpRequest request);

    const HttpStats& stats() const;

  private:
    class Machine;
    std::unique_ptr<Machine> machine_;
};

}  // namespace unrip::net
