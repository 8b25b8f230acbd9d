#include "net/websocket_link.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/bind_handler.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace unrip::net {

namespace asio = boost::asio;
namespace websocket = boost::beast::websocket;
using boost::system::error_code;

namespace {

/// What is masked and written in one go: with its header it fits into one TLS record.
constexpr std::size_t kRecordBytes = 16U << 10U;
constexpr std::size_t kWriteBytes = kRecordBytes - 14;

/// A Connection as Beast wants to see its streams. Handlers are erased at this border, so that the
/// layers below are compiled once and not once for each of Beast's operations.
class Layer {
  public:
    using executor_type = asio::any_io_executor;

    explicit Layer(std::unique_ptr<Connection> connection) : connection_{std::move(connection)} {}

    executor_type get_executor() { return connection_->executor(); }
    void close() { connection_->close(); }

    template <class Buffers, class Token>
    auto async_read_some(const Buffers& buffers, Token&& token) {
        const auto start = [](auto handler, Connection* connection, asio::mutable_buffer into) {
            connection->start_read(into, Connection::Handler{std::move(handler)});
        };
        return asio::async_initiate<Token, void(error_code, std::size_t)>(
            start, token, connection_.get(), first_of(buffers)
        );
    }

    template <class Buffers, class Token>
    auto async_write_some(const Buffers& buffers, Token&& token) {
        const auto start = [](auto handler, Connection* connection, asio::const_buffer from) {
            connection->start_write(from, Connection::Handler{std::move(handler)});
        };
        return asio::async_initiate<Token, void(error_code, std::size_t)>(
            start, token, connection_.get(), joined(buffers)
        );
    }

    /// Called after the closing handshake. Nothing more is due on this connection, which is closed
    /// when its owner lets go of it.
    template <class Handler>
    friend void async_teardown(boost::beast::role_type, Layer& layer, Handler&& handler) {
        auto done = boost::beast::bind_handler(std::forward<Handler>(handler), error_code{});
        asio::post(layer.get_executor(), std::move(done));
    }
    // Found by Beast through the layer's type.
    [[maybe_unused]] friend void
    teardown(boost::beast::role_type, Layer& layer, error_code& /*error*/) {
        layer.close();
    }
    friend void beast_close_socket(Layer& layer) { layer.close(); }

  private:
    /// Reading less than asked for is always allowed.
    template <class Buffers>
    static asio::mutable_buffer first_of(const Buffers& buffers) {
        const auto end = asio::buffer_sequence_end(buffers);
        for (auto it = asio::buffer_sequence_begin(buffers); it != end; ++it) {
            const asio::mutable_buffer buffer{*it};
            if (buffer.size() > 0) return buffer;
        }
        return {};
    }

    /// A frame comes as header and payload; joined they leave in one packet and one TLS record.
    /// Beast writes on until all has been taken.
    template <class Buffers>
    asio::const_buffer joined(const Buffers& buffers) {
        const auto bytes = asio::buffer_copy(asio::buffer(scratch_), buffers);
        return asio::buffer(scratch_.data(), bytes);
    }

    std::unique_ptr<Connection> connection_;
    std::array<char, kRecordBytes> scratch_{};  // Only one write is under way.
};

/// Without compression: a third of Beast's WebSocket that we would compile and never use.
using Stream = websocket::stream<Layer, false>;

constexpr auto kToken = asio::as_tuple(asio::use_awaitable);

std::string describe_close(const websocket::close_reason& reason) {
    auto text = "closed by the server, code " + std::to_string(reason.code);
    if (!reason.reason.empty()) text.append(": ").append(reason.reason.c_str());
    return text;
}

}  // namespace

struct WebSocketLink::Wire {
    Wire(std::unique_ptr<Connection> connection, Options wanted)
        : options{std::move(wanted)}, stream{std::move(connection)} {
        stream.read_message_max(options.message_bytes_max);
        stream.auto_fragment(false);
        stream.write_buffer_bytes(kWriteBytes);
        stream.text(true);
        stream.control_callback([this](websocket::frame_type, std::string_view) {
            options.on_frame();
        });
    }

    Failure why(const error_code& error) const {
        if (error == websocket::error::closed) {
            return fail(Error::Kind::unavailable, describe_close(stream.reason()));
        }
        if (error == websocket::error::message_too_big) {
            const auto limit = std::to_string(options.message_bytes_max);
            return fail(Error::Kind::overflow, "a message above " + limit + " bytes");
        }
        const bool is_protocol = error == websocket::condition::protocol_violation;
        const auto kind = is_protocol ? Error::Kind::malformed : Error::Kind::unavailable;
        return fail(kind, "the connection broke: " + error.message());
    }

    void add_to_handshake(const Headers& headers) {
        stream.set_option(
            websocket::stream_base::decorator([&headers](websocket::request_type& request) {
                for (const auto& header : headers)
                    request.set(header.name, header.value);
            })
        );
    }

    Options options;
    Stream stream;
    boost::beast::flat_buffer buffer;
};

WebSocketLink::WebSocketLink(std::unique_ptr<Connection> connection, Options options)
    : wire_{std::make_unique<Wire>(std::move(connection), std::move(options))} {}

WebSocketLink::~WebSocketLink() = default;

Task<Result<void>> WebSocketLink::shake_hands(
    const Url& url, const Headers& headers, Refusal& refusal
) {
    wire_->add_to_handshake(headers);
    const auto authority = url.authority();
    websocket::response_type answer;
    const auto [error] =
        co_await wire_->stream.async_handshake(answer, authority, url.target, kToken);
    if (!error) co_return Result<void>{};
    if (error == websocket::error::upgrade_declined) {
        refusal.http_status = answer.result_int();
        const auto retry_after = answer.find(boost::beast::http::field::retry_after);
        if (retry_after != answer.end()) refusal.retry_after = retry_after->value();
        const auto status = std::to_string(answer.result_int());
        co_return fail(Error::Kind::refused, "the handshake was answered with status " + status);
    }
    const bool is_protocol = error == websocket::condition::handshake_failed;
    const auto kind = is_protocol ? Error::Kind::malformed : Error::Kind::unavailable;
    co_return fail(kind, "the handshake failed: " + error.message());
}

Task<Result<WebSocketLink::Received>> WebSocketLink::receive() {
    auto& [options, stream, buffer] = *wire_;
    buffer.clear();
    do {
        const auto [error, bytes] = co_await stream.async_read_some(buffer, 0, kToken);
        if (error) co_return wire_->why(error);
        options.on_frame();
    } while (!stream.is_message_done());
    const auto all = buffer.cdata();
    const std::string_view text{static_cast<const char*>(all.data()), all.size()};
    co_return Received{stream.got_text(), text};
}

Task<Result<void>> WebSocketLink::write(std::string_view text) {
    const asio::const_buffer bytes{text.data(), text.size()};
    const auto [error, written] = co_await wire_->stream.async_write(bytes, kToken);
    if (error) co_return wire_->why(error);
    co_return Result<void>{};
}

Task<Result<void>> WebSocketLink::ping() {
    const websocket::ping_data empty;
    const auto [error] = co_await wire_->stream.async_ping(empty, kToken);
    if (error) co_return wire_->why(error);
    co_return Result<void>{};
}

void WebSocketLink::close() {
    wire_->stream.next_layer().close();
}

}  // namespace unrip::net
