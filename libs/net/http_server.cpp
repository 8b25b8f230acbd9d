// The accepting side: who may stay, and one coroutine per connection.

#include "net/http_server.hpp"

#include "net/event.hpp"
#include "net/http_answer.hpp"
#include "net/http_connection.hpp"
#include "net/server_socket_wire.hpp"
#include "net/websocket_upgrade.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <exception>
#include <list>
#include <utility>

namespace unrip::net {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

constexpr auto kAwaitTuple = asio::as_tuple(asio::use_awaitable);

ServedAnswer refuse_plainly(int status, std::string_view /*code*/, std::string_view message) {
    ServedAnswer answer;
    answer.status = status;
    answer.content_type = "text/plain";
    answer.body = message;
    return answer;
}

/// However a conversation ends, its socket does not outlive it.
class DroppingAtEnd {
  public:
    explicit DroppingAtEnd(ServerSocketWire& wire) : wire_{wire} {}
    DroppingAtEnd(const DroppingAtEnd&) = delete;
    DroppingAtEnd& operator=(const DroppingAtEnd&) = delete;
    ~DroppingAtEnd() { wire_.drop(); }

  private:
    ServerSocketWire& wire_;
};

}  // namespace

std::size_t ServedRequest::count(std::string_view name) const {
    std::size_t found = 0;
    for (const auto& [key, value] : headers)
        found += key == name ? 1U : 0U;
    return found;
}

std::string_view ServedRequest::header(std::string_view name) const {
    for (const auto& [key, value] : headers) {
        if (key == name) return value;
    }
    return {};
}

std::string_view ServedRequest::path() const {
    const std::string_view whole{target};
    return whole.substr(0, whole.find('?'));
}

struct HttpServer::Parts {
    Parts(
        asio::any_io_executor loop,
        const Clock& time,
        HttpServerHandlers who_answers,
        HttpServerLimits bounds
    )
        : executor{std::move(loop)},
          clock{time},
          handlers{std::move(who_answers)},
          limits{bounds},
          acceptor{executor},
          pause{executor},
          one_ended{executor} {
        if (!handlers.refuse) handlers.refuse = refuse_plainly;
        if (!handlers.answered) handlers.answered = [](auto, auto, int) {};
    }

    using Shared = std::shared_ptr<HttpConnection>;

    Task<void> accept();
    void welcome(tcp::socket socket);
    bool make_room();
    Task<void> serve(Shared connection);
    Task<bool> exchange(Shared connection);
    Task<void> refuse(HttpConnection& connection, HttpConnection::Refusal why);
    Task<bool> answer(HttpConnection& connection, ServedRequest request, bool keep_alive);
    Task<bool> write(HttpConnection& connection, const ServedAnswer& answer, bool keep, bool body);
    Task<void> converse(Shared connection, ServedRequest request);

    asio::any_io_executor executor;
    const Clock& clock;
    HttpServerHandlers handlers;
    HttpServerLimits limits;
    tcp::acceptor acceptor;
    asio::steady_timer pause;
    Event one_ended;
    std::list<Shared> open_connections;
    std::uint64_t sockets = 0;
    std::size_t running = 0;  // Coroutines, the accepting one included.
    bool closed = false;
};

Task<void> HttpServer::Parts::accept() {
    while (acceptor.is_open()) {
        auto [error, socket] = co_await acceptor.async_accept(kAwaitTuple);
        if (!acceptor.is_open()) break;
        if (!error) {
            welcome(std::move(socket));
            continue;
        }
        // Out of descriptors, most likely: the caller waits in the kernel until there is room.
        pause.expires_after(std::chrono::milliseconds{100});
        co_await pause.async_wait(kAwaitTuple);
    }
}

void HttpServer::Parts::welcome(tcp::socket socket) {
    error_code ignored;
    if (!make_room()) {
        constexpr auto kWhy = "Too many requests are under way.";
        const auto full = render(handlers.refuse(503, "too_many_connections", kWhy), false, true);
        socket.non_blocking(true, ignored);
        socket.write_some(asio::buffer(full), ignored);
        return;
    }
    socket.set_option(tcp::no_delay{true}, ignored);
    auto connection = std::make_shared<HttpConnection>(std::move(socket));
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
bool HttpServer::Parts::make_room() {
    std::size_t staying = 0;
    HttpConnection* oldest = nullptr;
    for (const auto& connection : open_connections) {
        if (connection->closing) continue;
        ++staying;
        const bool older = oldest == nullptr || connection->idle_since < oldest->idle_since;
        if (connection->idle && older) oldest = connection.get();
    }
    if (staying < limits.connections) return true;
    if (oldest == nullptr) return false;
    oldest->hang_up();
    return true;
}

Task<void> HttpServer::Parts::serve(Shared connection) {
    connection->idle_since = clock.tick();
    connection->deadline = clock.tick() + limits.request_time;
    // g++ 12 breaks a co_await that stands in a loop's condition or beside && : named, it is fine.
    while (true) {
        const bool more = co_await exchange(connection);
        if (!more) break;
        connection->idle = true;
        connection->idle_since = clock.tick();
        connection->deadline = clock.tick() + limits.idle_time;
    }
}

/// One request and its answer; false when there will be no other.
Task<bool> HttpServer::Parts::exchange(Shared connection) {
    const bool came = co_await connection->wait_for_request();
    if (!came) co_return false;
    connection->idle = false;
    connection->deadline = clock.tick() + limits.request_time;
    auto reading = co_await connection->read(limits);
    if (reading.refusal) {
        co_await refuse(*connection, std::move(*reading.refusal));
        co_return false;
    }
    if (!reading.request) co_return false;

    connection->deadline = Tick::max();  // A handler has its own.
    auto request = std::move(*reading.request);
    if (handlers.on_socket && asks_for_websocket(request)) {
        co_await converse(std::move(connection), std::move(request));
        co_return false;
    }
    const bool keep_alive = reading.keep_alive && !closed;
    co_return co_await answer(*connection, std::move(request), keep_alive);
}

Task<void> HttpServer::Parts::refuse(HttpConnection& connection, HttpConnection::Refusal why) {
    handlers.answered("", "", why.status);
    auto text = render(handlers.refuse(why.status, why.code, why.message), false, true);
    const bool heard = co_await connection.send(std::move(text));
    if (heard) co_await connection.linger();
}

Task<bool> HttpServer::Parts::answer(
    HttpConnection& connection, ServedRequest request, bool keep_alive
) {
    const auto method = request.method;
    const auto target = request.target;
    const auto answer = co_await handlers.on_request(std::move(request));
    handlers.answered(method, target, answer.status);
    co_return co_await write(connection, answer, keep_alive, method != "HEAD");
}

Task<bool> HttpServer::Parts::write(
    HttpConnection& connection, const ServedAnswer& answer, bool keep, bool body
) {
    connection.deadline = clock.tick() + limits.request_time;
    auto text = answer.raw ? *answer.raw : render(answer, keep, body);
    const bool sent = co_await connection.send(std::move(text));
    const bool goes_on = sent && keep && !answer.raw;
    co_return goes_on;
}

/// From the handshake to the end of the WebSocket.
Task<void> HttpServer::Parts::converse(Shared connection, ServedRequest request) {
    auto refusal = refuse_upgrade(request);
    if (!refusal && handlers.refuse_socket) refusal = handlers.refuse_socket(request);
    handlers.answered(request.method, request.target, refusal ? refusal->status : 101);
    if (refusal) {
        const bool heard = co_await write(*connection, *refusal, false, true);
        if (heard) co_await connection->linger();
        co_return;
    }
    auto welcome = upgrade_answer(request);
    connection->deadline = clock.tick() + limits.request_time;
    const bool heard = co_await connection->send(std::move(welcome));
    if (!heard) co_return;
    connection->deadline = Tick::max();

    ServerSocketWire::Start start;
    start.id = ++sockets;
    start.remote = connection->remote;
    start.unread = std::move(connection->unread);
    start.on_closing = [this, held = std::weak_ptr{connection}] {
        if (const auto still = held.lock()) still->deadline = clock.tick() + limits.request_time;
    };
    // Whoever keeps the wire keeps its socket, also when this connection is gone.
    const auto wire =
        std::make_shared<ServerSocketWire>(connection->socket, limits.socket, std::move(start));
    connection->wire = wire;
    const DroppingAtEnd dropping{*wire};
    ++running;
    asio::co_spawn(executor, wire->write(), [this, wire](const std::exception_ptr& failure) {
        --running;
        one_ended.set();
        if (failure && !closed) std::rethrow_exception(failure);
    });
    std::shared_ptr<ServerSocket> shown = wire;
    co_await handlers.on_socket(std::move(shown), std::move(request));
    wire->close(1000, "");
    while (true) {
        const auto late = co_await wire->receive();
        if (!late) break;
    }
}

HttpServer::HttpServer(
    asio::any_io_executor executor,
    const Clock& clock,
    HttpServerHandlers handlers,
    HttpServerLimits limits
)
    : parts_{std::make_unique<Parts>(std::move(executor), clock, std::move(handlers), limits)} {}

HttpServer::~HttpServer() = default;

Result<void> HttpServer::open(const std::string& address, std::uint16_t port) {
    auto& parts = *parts_;
    auto& acceptor = parts.acceptor;
    error_code error;
    const tcp::endpoint endpoint{asio::ip::make_address(address, error), port};
    if (!error) acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(tcp::acceptor::reuse_address{true}, error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(tcp::acceptor::max_listen_connections, error);
    if (error) {
        error_code ignored;
        acceptor.close(ignored);
        const auto is_taken = error == asio::error::address_in_use;
        const auto kind = is_taken ? Error::Kind::refused : Error::Kind::unavailable;
        return fail(kind, error.message());
    }
    parts.closed = false;
    ++parts.running;
    asio::co_spawn(parts.executor, parts.accept(), [&parts](const std::exception_ptr& failure) {
        --parts.running;
        parts.one_ended.set();
        if (failure) std::rethrow_exception(failure);
    });
    return {};
}

std::uint16_t HttpServer::port() const {
    error_code ignored;
    return parts_->acceptor.local_endpoint(ignored).port();
}

void HttpServer::beat() {
    const auto now = parts_->clock.tick();
    for (const auto& connection : parts_->open_connections) {
        if (!connection->closing && now >= connection->deadline) connection->hang_up();
    }
}

std::size_t HttpServer::connections() const {
    return parts_->open_connections.size();
}

Task<void> HttpServer::close() {
    auto& parts = *parts_;
    parts.closed = true;
    error_code ignored;
    parts.acceptor.close(ignored);
    parts.pause.cancel();
    const auto connections = parts.open_connections;  // Ending, they leave the list.
    for (const auto& connection : connections) {
        if (connection->idle) connection->hang_up();
        connection->cancel.emit(asio::cancellation_type::all);
    }
    while (parts.running > 0) {
        co_await parts.one_ended.wait();
    }
}

}  // namespace unrip::net
