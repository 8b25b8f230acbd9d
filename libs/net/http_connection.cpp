#include "net/http_connection.hpp"

#include "net/server_socket_wire.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <array>
#include <cctype>
#include <utility>

namespace unrip::net {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

using Parser = http::request_parser<http::string_body>;

constexpr auto kAwaitTuple = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t kDiscardedMax = 1024UL * 1024;

std::string_view view(boost::beast::string_view text) {
    return {text.data(), text.size()};
}

std::string lower_case(std::string_view text) {
    std::string out{text};
    for (char& c : out)
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return out;
}

std::string in_kilobytes(std::size_t bytes) {
    return std::to_string(bytes / 1024) + " kB.";
}

/// Nothing: read on. Otherwise what the caller gets to hear before the connection ends.
std::optional<HttpConnection::Refusal> refuse_syntax(
    const error_code& error, const HttpServerLimits& limits
) {
    using Refusal = HttpConnection::Refusal;
    if (!error || error == http::error::need_more) return std::nullopt;
    if (error == http::error::header_limit) {
        const auto limit = in_kilobytes(limits.header_bytes);
        return Refusal{431, "header_too_large", "The header exceeds " + limit};
    }
    if (error == http::error::body_limit) {
        const auto limit = in_kilobytes(limits.body_bytes);
        return Refusal{413, "body_too_large", "The body exceeds " + limit};
    }
    return Refusal{400, "malformed_request", "This is not HTTP/1.1: " + error.message() + "."};
}

/// All lines of a head together, as far as it was read.
template <class Message>
std::size_t head_bytes(const Message& message) {
    constexpr std::size_t around_a_field = 4;  // ": " and the line's end.
    std::size_t bytes = message.target().size();
    for (const auto& field : message)
        bytes += field.name_string().size() + field.value().size() + around_a_field;
    return bytes;
}

ServedRequest to_served_request(http::request<http::string_body>& message) {
    ServedRequest request;
    request.method = view(message.method_string());
    request.target = view(message.target());
    for (const auto& field : message)
        request.headers.emplace_back(lower_case(view(field.name_string())), view(field.value()));
    request.body = std::move(message.body());
    return request;
}

std::string name_of(const tcp::socket& socket) {
    error_code error;
    const auto end = socket.remote_endpoint(error);
    if (error) return "nobody";
    return end.address().to_string() + ":" + std::to_string(end.port());
}

}  // namespace

HttpConnection::HttpConnection(tcp::socket accepted)
    : socket{std::make_shared<tcp::socket>(std::move(accepted))}, remote{name_of(*socket)} {}

Task<bool> HttpConnection::wait_for_request() {
    if (!unread.empty()) co_return true;
    co_return co_await receive();
}

Task<HttpConnection::Reading> HttpConnection::read(const HttpServerLimits& limits) {
    Parser parser;
    parser.eager(true);
    parser.header_limit(limits.header_bytes);
    parser.body_limit(limits.body_bytes);

    Reading reading;
    bool asked_to_go_on = false;
    bool is_head_judged = false;
    while (true) {
        error_code error;
        std::size_t used = 0;
        if (!unread.empty()) {
            used = parser.put(asio::buffer(unread), error);
            unread.erase(0, used);
        }
        // The parser's own limit is for what it can't take yet, so that a head of very many small
        // lines never reaches it.
        const bool is_head_news = used > 0 && !is_head_judged;
        is_head_judged = parser.is_header_done();
        if (!error && is_head_news && head_bytes(parser.get()) > limits.header_bytes)
            error = http::error::header_limit;
        reading.refusal = refuse_syntax(error, limits);
        if (reading.refusal || parser.is_done()) break;
        if (used > 0 && !unread.empty() && !error) continue;

        if (parser.is_header_done() && !asked_to_go_on &&
            parser.get()["Expect"] == "100-continue") {
            asked_to_go_on = true;
            auto go_on = std::string{"HTTP/1.1 100 Continue\r\n\r\n"};
            const bool heard = co_await send(std::move(go_on));
            if (!heard) co_return reading;
        }
        const bool came = co_await receive();
        if (!came) co_return reading;
    }
    if (!reading.refusal) {
        reading.keep_alive = parser.get().keep_alive();
        reading.request = to_served_request(parser.get());
        reading.request->remote = remote;
    }
    co_return reading;
}

/// Appends what comes; false at the end of the connection.
Task<bool> HttpConnection::receive() {
    std::array<char, 4096> bytes{};
    const auto space = asio::buffer(bytes);
    const auto [error, size] = co_await socket->async_read_some(space, kAwaitTuple);
    if (error || closing) co_return false;
    unread.append(bytes.data(), size);
    co_return true;
}

Task<bool> HttpConnection::send(std::string text) {
    const auto bytes = asio::buffer(text);
    const auto [error, size] = co_await asio::async_write(*socket, bytes, kAwaitTuple);
    const bool sent = !error && size == text.size() && !closing;
    co_return sent;
}

Task<void> HttpConnection::linger() {
    error_code ignored;
    socket->shutdown(tcp::socket::shutdown_send, ignored);
    std::size_t discarded = 0;
    while (discarded < kDiscardedMax) {
        const bool came = co_await receive();
        if (!came) break;
        discarded += unread.size();
        unread.clear();
    }
}

void HttpConnection::hang_up() {
    closing = true;
    if (wire) return wire->drop();
    error_code ignored;
    socket->close(ignored);
}

}  // namespace unrip::net
