// The control port: HTTP/1.1 parsed by Beast, one coroutine per connection.

#include "runtime/control_server.hpp"

#include "net/event.hpp"
#include "runtime/http_target.hpp"
#include "runtime/port_owner.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <algorithm>
#include <array>
#include <exception>
#include <list>
#include <optional>
#include <utility>

namespace unrip::runtime {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;
using Parser = http::request_parser<http::string_body>;

constexpr auto kAwaitTuple = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t kDiscardedMax = 1024UL * 1024;

struct Connection {
    explicit Connection(tcp::socket accepted) : socket{std::move(accepted)} {}

    tcp::socket socket;
    asio::cancellation_signal cancel;
    std::string unread;  // Bytes that came after the request before.
    Tick deadline = Tick::max();
    Tick idle_since{};
    bool idle = true;
    bool closing = false;
};

std::string_view view(boost::beast::string_view text) {
    return {text.data(), text.size()};
}

/// Nothing: read on. Otherwise what the caller gets to hear before the connection ends.
std::optional<ControlResponse> refuse_syntax(const error_code& error) {
    if (!error || error == http::error::need_more) return std::nullopt;
    if (error == http::error::header_limit)
        return ControlResponse::error(431, "header_too_large", "The header exceeds 8 kB.");
    if (error == http::error::body_limit)
        return ControlResponse::error(413, "body_too_large", "The body exceeds 64 kB.");
    return ControlResponse::error(
        400, "malformed_request", "This is not HTTP/1.1: " + error.message() + "."
    );
}

HttpRequest to_http_request(http::request<http::string_body>& message) {
    HttpRequest request;
    request.method = view(message.method_string());
    request.target = view(message.target());
    for (const auto& field : message)
        request.headers.emplace_back(lower_case(view(field.name_string())), view(field.value()));
    request.body = std::move(message.body());
    return request;
}

}  // namespace

struct ControlServer::Parts {
    Parts(
        asio::any_io_executor loop,
        const Control& routes,
        DoorRules rules,
        const Clock& time,
        ControlEvents told,
        ControlLimits bounds
    )
        : executor{std::move(loop)},
          clock{time},
          answered{told.answered},
          desk{routes, std::move(rules), time, std::move(told)},
          limits{bounds},
          acceptor{executor},
          pause{executor},
          one_ended{executor} {}

    Task<void> accept();
    void welcome(tcp::socket socket);
    bool make_room();
    Task<void> serve(std::shared_ptr<Connection> connection);
    Task<bool> exchange(Connection& connection);
    Task<std::optional<ControlResponse>> read(Connection& connection, Parser& parser);
    Task<bool> receive(Connection& connection);
    Task<bool> send(Connection& connection, std::string text);
    Task<void> linger(Connection& connection);

    asio::any_io_executor executor;
    const Clock& clock;
    decltype(ControlEvents::answered) answered;
    ControlDesk desk;
    ControlLimits limits;
    tcp::acceptor acceptor;
    asio::steady_timer pause;
    net::Event one_ended;
    std::list<std::shared_ptr<Connection>> open_connections;
    std::size_t running = 0;  // Coroutines, the accepting one included.
    bool closed = false;
};

Task<void> ControlServer::Parts::accept() {
    while (!closed) {
        auto [error, socket] = co_await acceptor.async_accept(kAwaitTuple);
        if (closed) break;
        if (!error) {
            welcome(std::move(socket));
            continue;
        }
        // Out of descriptors, most likely: the caller waits in the kernel until there is room.
        pause.expires_after(std::chrono::milliseconds{100});
        co_await pause.async_wait(kAwaitTuple);
    }
}

void ControlServer::Parts::welcome(tcp::socket socket) {
    if (!make_room()) {
        static const auto full = render(
            ControlResponse::error(503, "too_many_connections", "Too many requests are under way."),
            false,
            true
        );
        error_code ignored;
        socket.non_blocking(true, ignored);
        socket.write_some(asio::buffer(full), ignored);
        return;
    }
    error_code ignored;
    socket.set_option(tcp::no_delay{true}, ignored);
    auto connection = std::make_shared<Connection>(std::move(socket));
    open_connections.push_back(connection);
    ++running;
    const auto ended = [this, connection](const std::exception_ptr& failure) {
        open_connections.remove(connection);
        --running;
        one_ended.set();
        // Cancelled handlers end by throwing; anything else would be a mistake of ours.
        if (failure && !closed) std::rethrow_exception(failure);
    };
    asio::co_spawn(
        executor, serve(connection), asio::bind_cancellation_slot(connection->cancel.slot(), ended)
    );
}

/// False when every place is taken by a request under way.
bool ControlServer::Parts::make_room() {
    std::size_t staying = 0;
    Connection* oldest = nullptr;
    for (const auto& connection : open_connections) {
        if (connection->closing) continue;
        ++staying;
        const bool older = oldest == nullptr || connection->idle_since < oldest->idle_since;
        if (connection->idle && older) oldest = connection.get();
    }
    if (staying < limits.connections) return true;
    if (oldest == nullptr) return false;
    error_code ignored;
    oldest->closing = true;
    oldest->socket.close(ignored);
    return true;
}

Task<void> ControlServer::Parts::serve(std::shared_ptr<Connection> connection) {
    connection->idle_since = clock.tick();
    connection->deadline = clock.tick() + limits.request_time;
    // g++ 12 breaks a co_await that stands in a loop's condition or beside && : named, it is fine.
    while (true) {
        const bool more = co_await exchange(*connection);
        if (!more) break;
        connection->idle = true;
        connection->idle_since = clock.tick();
        connection->deadline = clock.tick() + limits.idle_time;
    }
}

/// One request and its answer; false when there will be no other.
Task<bool> ControlServer::Parts::exchange(Connection& connection) {
    Parser parser;
    parser.eager(true);
    parser.header_limit(limits.header_bytes);
    parser.body_limit(limits.body_bytes);

    if (connection.unread.empty()) {
        const bool came = co_await receive(connection);
        if (!came) co_return false;
    }
    connection.idle = false;
    connection.deadline = clock.tick() + limits.request_time;
    const auto refusal = co_await read(connection, parser);
    if (refusal) {
        answered("", "", refusal->status);
        auto text = render(*refusal, false, true);
        const bool heard = co_await send(connection, std::move(text));
        if (heard) co_await linger(connection);
        co_return false;
    }
    if (!parser.is_done()) co_return false;  // The caller left, or was too slow.

    const bool keep_alive = parser.get().keep_alive() && !closed;
    auto request = to_http_request(parser.get());
    const auto method = request.method;
    const auto target = request.target;
    connection.deadline = Tick::max();  // A handler has its own.
    const auto response = co_await desk.answer(std::move(request));
    answered(method, target, response.status);
    connection.deadline = clock.tick() + limits.request_time;
    auto text = render(response, keep_alive, method != "HEAD");
    const bool sent = co_await send(connection, std::move(text));
    const bool goes_on = sent && keep_alive;
    co_return goes_on;
}

/// Reads until the request is whole. A refusal when it can't become one; the parser is not done
/// when the connection ended.
Task<std::optional<ControlResponse>> ControlServer::Parts::read(
    Connection& connection, Parser& parser
) {
    bool asked_to_go_on = false;
    while (true) {
        error_code error;
        std::size_t used = 0;
        if (!connection.unread.empty()) {
            used = parser.put(asio::buffer(connection.unread), error);
            connection.unread.erase(0, used);
        }
        auto refusal = refuse_syntax(error);
        if (refusal || parser.is_done()) co_return refusal;
        if (used > 0 && !connection.unread.empty() && !error) continue;

        if (parser.is_header_done() && !asked_to_go_on &&
            parser.get()["Expect"] == "100-continue") {
            asked_to_go_on = true;
            auto go_on = std::string{"HTTP/1.1 100 Continue\r\n\r\n"};
            const bool heard = co_await send(connection, std::move(go_on));
            if (!heard) co_return std::nullopt;
        }
        const bool came = co_await receive(connection);
        if (!came) co_return std::nullopt;
    }
}

/// Appends what comes; false at the end of the connection.
Task<bool> ControlServer::Parts::receive(Connection& connection) {
    std::array<char, 4096> bytes{};
    const auto space = asio::buffer(bytes);
    const auto [error, size] = co_await connection.socket.async_read_some(space, kAwaitTuple);
    if (error || connection.closing) co_return false;
    connection.unread.append(bytes.data(), size);
    co_return true;
}

Task<bool> ControlServer::Parts::send(Connection& connection, std::string text) {
    const auto bytes = asio::buffer(text);
    const auto [error, size] = co_await asio::async_write(connection.socket, bytes, kAwaitTuple);
    const bool sent = !error && size == text.size() && !connection.closing;
    co_return sent;
}

/// Lets the caller read its answer before the connection goes: closing over unread bytes would
/// reset it.
Task<void> ControlServer::Parts::linger(Connection& connection) {
    error_code ignored;
    connection.socket.shutdown(tcp::socket::shutdown_send, ignored);
    std::size_t discarded = 0;
    while (discarded < kDiscardedMax) {
        const bool came = co_await receive(connection);
        if (!came) break;
        discarded += connection.unread.size();
        connection.unread.clear();
    }
}

ControlServer::ControlServer(
    boost::asio::any_io_executor executor,
    const Control& control,
    DoorRules rules,
    const Clock& clock,
    ControlEvents events,
    ControlLimits limits
)
    : parts_{std::make_unique<Parts>(
          std::move(executor), control, std::move(rules), clock, std::move(events), limits
      )} {}

ControlServer::~ControlServer() = default;

Result<void> ControlServer::open(
    const std::string& address, std::uint16_t port, std::string_view variable
) {
    auto& acceptor = parts_->acceptor;
    error_code error;
    const tcp::endpoint endpoint{asio::ip::make_address(address, error), port};
    if (!error) acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(tcp::acceptor::reuse_address{true}, error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(tcp::acceptor::max_listen_connections, error);
    if (error == asio::error::address_in_use) {
        const auto owner = listening_process(port);
        return fail(
            Error::Kind::refused,
            "port " + std::to_string(port) + " is taken by another process" +
                (owner ? " (pid " + std::to_string(*owner) + ")" : "") + ". Stop it, or set " +
                std::string{variable} + "."
        );
    }
    if (error) {
        return fail(
            Error::Kind::refused,
            "the control port can't listen on " + address + " port " + std::to_string(port) + ": " +
                error.message() + ". Set CONTROL_BIND to an address of this machine, and " +
                std::string{variable} + " to a port above 1023."
        );
    }
    auto& parts = *parts_;
    ++parts.running;
    asio::co_spawn(parts.executor, parts.accept(), [&parts](const std::exception_ptr& failure) {
        --parts.running;
        parts.one_ended.set();
        if (failure) std::rethrow_exception(failure);
    });
    return {};
}

std::uint16_t ControlServer::port() const {
    error_code ignored;
    return parts_->acceptor.local_endpoint(ignored).port();
}

void ControlServer::beat() {
    const auto now = parts_->clock.tick();
    error_code ignored;
    for (const auto& connection : parts_->open_connections) {
        if (connection->closing || now < connection->deadline) continue;
        connection->closing = true;
        connection->socket.close(ignored);
    }
}

std::size_t ControlServer::handling() const {
    return parts_->desk.handling();
}

std::size_t ControlServer::connections() const {
    return parts_->open_connections.size();
}

Task<void> ControlServer::close() {
    auto& parts = *parts_;
    parts.closed = true;
    parts.desk.close();
    error_code ignored;
    parts.acceptor.close(ignored);
    parts.pause.cancel();
    const auto connections = parts.open_connections;  // Ending, they leave the list.
    for (const auto& connection : connections) {
        if (connection->idle) connection->socket.close(ignored);
        connection->cancel.emit(asio::cancellation_type::all);
    }
    while (parts.running > 0) {
        co_await parts.one_ended.wait();
    }
}

}  // namespace unrip::runtime
