#include "net/connection.hpp"

#include "net/resolve.hpp"
#include "net/timeout.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <sys/socket.h>

#include <cerrno>
#include <map>
#include <mutex>
#include <optional>
#include <utility>

namespace unrip::net {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

struct TlsTrust::Context {
    asio::ssl::context tls{asio::ssl::context::tls_client};
    error_code problem;

    explicit Context(const std::string& ca_file) {
        SSL_CTX_set_min_proto_version(tls.native_handle(), TLS1_2_VERSION);
        tls.set_verify_mode(asio::ssl::verify_peer);
        if (ca_file.empty()) {
            tls.set_default_verify_paths(problem);
        } else {
            tls.load_verify_file(ca_file, problem);
        }
    }
};

TlsTrust::TlsTrust(std::string ca_file) : ca_file_{std::move(ca_file)} {}

/// A context is some hundred kilobytes, and a process has a dozen clients.
TlsTrust::Context& TlsTrust::context() const {
    if (context_) return *context_;
    static std::mutex guard;
    static std::map<std::string, std::weak_ptr<Context>> shared;
    const std::lock_guard locked{guard};
    auto& known = shared[ca_file_];
    context_ = known.lock();
    // One that could not be read may have been mended since.
    if (!context_ || context_->problem) {
        context_ = std::make_shared<Context>(ca_file_);
        known = context_;
    }
    return *context_;
}

TlsTrust::~TlsTrust() = default;

namespace {

/// So that one address that swallows everything does not use up the time of the others.
constexpr Milliseconds kAddressLimit{5'000};

/// Nothing arrived, and the other side has not closed.
bool is_quiet_socket(tcp::socket& socket) {
    char byte = 0;
    const auto got = ::recv(socket.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return got < 0 && errno == EAGAIN;  // On Linux the same as EWOULDBLOCK.
}

void close_socket(tcp::socket& socket) {
    error_code unimportant;  // The socket is closed either way.
    socket.close(unimportant);
}

class PlainConnection final : public Connection {
  public:
    explicit PlainConnection(tcp::socket socket) : socket_{std::move(socket)} {}

    asio::any_io_executor executor() override { return socket_.get_executor(); }
    void start_read(asio::mutable_buffer into, Handler handler) override {
        socket_.async_read_some(into, std::move(handler));
    }
    void start_write(asio::const_buffer from, Handler handler) override {
        socket_.async_write_some(from, std::move(handler));
    }
    void close() override { close_socket(socket_); }
    bool is_quiet() override { return is_quiet_socket(socket_); }

  private:
    tcp::socket socket_;
};

class TlsConnection final : public Connection {
  public:
    TlsConnection(tcp::socket socket, asio::ssl::context& tls) : stream_{std::move(socket), tls} {}

    asio::any_io_executor executor() override { return stream_.get_executor(); }
    void start_read(asio::mutable_buffer into, Handler handler) override {
        stream_.async_read_some(into, std::move(handler));
    }
    void start_write(asio::const_buffer from, Handler handler) override {
        stream_.async_write_some(from, std::move(handler));
    }
    void close() override { close_socket(stream_.next_layer()); }
    bool is_quiet() override { return is_quiet_socket(stream_.next_layer()); }

    /// Tells OpenSSL whom we expect: names are sent (SNI) and checked, addresses are checked.
    bool expect(const std::string& host) {
        auto* ssl = stream_.native_handle();
        auto* parameters = SSL_get0_param(ssl);
        error_code no_address;
        asio::ip::make_address(host, no_address);
        if (!no_address) return X509_VERIFY_PARAM_set1_ip_asc(parameters, host.c_str()) == 1;
        SSL_set_hostflags(ssl, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
        // As SSL_set_tlsext_host_name, whose macro casts in the old style.
        auto* name = const_cast<char*>(host.c_str());  // NOLINT(*-const-cast): OpenSSL copies it.
        return SSL_set1_host(ssl, host.c_str()) == 1 &&
               SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, name) == 1;
    }

    Task<Result<void>> shake_hands(const std::string& origin) {
        const auto [error] = co_await stream_.async_handshake(
            asio::ssl::stream_base::client, asio::as_tuple(asio::use_awaitable)
        );
        const auto verified = SSL_get_verify_result(stream_.native_handle());
        if (error && verified != X509_V_OK) {
            const std::string why = X509_verify_cert_error_string(verified);
            co_return fail(Error::Kind::refused, origin + ": certificate: " + why);
        }
        if (error) co_return fail(Error::Kind::unavailable, origin + ": TLS: " + error.message());
        co_return Result<void>{};
    }

  private:
    asio::ssl::stream<tcp::socket> stream_;
};

Task<Result<tcp::socket>> connect_to(
    const asio::any_io_executor& executor, tcp::endpoint endpoint
) {
    tcp::socket socket{executor};
    auto [error] = co_await socket.async_connect(endpoint, asio::as_tuple(asio::use_awaitable));
    // Small frames go out at once instead of waiting for company.
    if (!error) socket.set_option(tcp::no_delay{true}, error);
    if (error) co_return fail(Error::Kind::unavailable, error.message());
    co_return std::move(socket);
}

Task<Result<tcp::socket>> connect_to_any(
    const asio::any_io_executor& executor, const Endpoints& endpoints, const std::string& origin
) {
    std::string why = "no address";
    for (const auto& endpoint : endpoints) {
        auto socket = co_await within(kAddressLimit, connect_to(executor, endpoint), "connecting");
        if (socket) co_return std::move(*socket);
        why = socket.error().detail;
    }
    co_return fail(Error::Kind::unavailable, origin + ": " + why);
}

}  // namespace

Task<Connection::Opened> Connection::open(
    asio::any_io_executor executor, const Url& url, const TlsTrust& trust
) {
    const auto origin = url.origin();
    if (url.is_tls() && trust.context().problem) {
        const auto why = trust.context().problem.message();
        co_return fail(Error::Kind::refused, "trusted certificates: " + why);
    }
    const auto endpoints = co_await resolve(url.host, url.port);
    if (!endpoints) co_return endpoints.failure();
    auto socket = co_await connect_to_any(executor, *endpoints, origin);
    if (!socket) co_return socket.failure();

    std::unique_ptr<Connection> opened;
    if (!url.is_tls()) {
        opened = std::make_unique<PlainConnection>(std::move(*socket));
        co_return std::move(opened);
    }
    auto connection = std::make_unique<TlsConnection>(std::move(*socket), trust.context().tls);
    if (!connection->expect(url.host)) {
        co_return fail(Error::Kind::refused, origin + ": not a name that TLS can check");
    }
    const auto shaken = co_await connection->shake_hands(origin);
    if (!shaken) co_return shaken.failure();
    opened = std::move(connection);
    co_return std::move(opened);
}

Task<Connection::Read> Connection::read_some(asio::mutable_buffer into) {
    const auto start = [](Handler handler, Connection* connection, asio::mutable_buffer buffer) {
        connection->start_read(buffer, std::move(handler));
    };
    auto token = asio::as_tuple(asio::use_awaitable);
    const auto [error, bytes] =
        co_await asio::async_initiate<decltype(token), void(error_code, std::size_t)>(
            start, token, this, into
        );
    co_return Read{error, bytes};
}

Task<error_code> Connection::write(std::string_view bytes) {
    const auto start = [](Handler handler, Connection* connection, asio::const_buffer buffer) {
        connection->start_write(buffer, std::move(handler));
    };
    auto token = asio::as_tuple(asio::use_awaitable);
    while (!bytes.empty()) {
        const asio::const_buffer rest{bytes.data(), bytes.size()};
        const auto [error, written] =
            co_await asio::async_initiate<decltype(token), void(error_code, std::size_t)>(
                start, token, this, rest
            );
        if (error) co_return error;
        bytes.remove_prefix(written);
    }
    co_return error_code{};
}

}  // namespace unrip::net
