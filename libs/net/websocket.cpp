#include "net/websocket.hpp"

#include "core/check.hpp"
#include "net/event.hpp"
#include "net/race.hpp"
#include "net/sleep.hpp"
#include "net/timeout.hpp"
#include "net/url.hpp"
#include "net/websocket_session.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <utility>

namespace unrip::net {
namespace {

using State = WebSocketStatus::State;

bool is_credential_refusal(const WebSocketLink::Refusal& refusal) {
    const auto status = refusal.http_status.value_or(0);
    return status == 401 || status == 403;
}

/// A coroutine that was cancelled while something else came to an end must not go on.
Task<void> stop_if_cancelled() {
    const auto cancellation = co_await boost::asio::this_coro::cancellation_state;
    if (cancellation.cancelled() == boost::asio::cancellation_type::none) co_return;
    throw boost::system::system_error{boost::asio::error::operation_aborted, "websocket"};
}

}  // namespace

std::string_view to_text(State state) {
    switch (state) {
        case State::idle:
            return "idle";
        case State::connecting:
            return "connecting";
        case State::connected:
            return "connected";
        case State::backing_off:
            return "backing_off";
        case State::credential_refused:
            return "credential_refused";
    }
    check(false, "a WebSocket in no known state");
    return {};
}

class WebSocket::Machine {
  public:
    Machine(WebSocketSession::Shared shared, HeadersProvider headers, Backoff::Random random)
        : shared_{std::move(shared)},
          headers_{std::move(headers)},
          backoff_{shared_.settings.backoff, std::move(random)},
          trust_{shared_.settings.ca_file},
          wake_up_{std::make_unique<Event>(shared_.executor)} {}

    Task<Result<void>> run() {
        const auto url = parse_url(shared_.settings.url);
        if (!url) co_return url.failure();
        if (url->scheme != "ws" && url->scheme != "wss") {
            co_return fail(Error::Kind::malformed, "URL: the scheme is not ws or wss");
        }
        check(shared_.status.state == State::idle, "a WebSocket that is run twice at a time");
        const Stopping stopping{*this};
        while (true) {
            const auto pause = co_await connect_and_hold(*url);
            co_await wait(pause);
        }
    }

    Result<void> queue(
        std::string text, std::optional<ConnectionId> only_on, std::shared_ptr<Delivery> delivery
    ) {
        const bool is_gone = only_on && *only_on != shared_.status.connection;
        if (shared_.status.state != State::connected || is_gone) {
            ++shared_.status.dropped;
            return fail(Error::Kind::refused, is_gone ? "connection gone" : "not connected");
        }
        return session_->queue(std::move(text), std::move(delivery));
    }

    Task<Result<void>> send(std::string text, std::optional<ConnectionId> only_on) {
        const auto delivery = std::make_shared<Delivery>(shared_.executor);
        const auto queued = queue(std::move(text), only_on, delivery);
        if (!queued) co_return queued;
        co_await delivery->is_decided.wait();
        co_return *delivery->outcome;
    }

    void reconnect(std::string_view reason) {
        const auto state = shared_.status.state;
        if (state == State::connected) session_->end(reason);
        if (state == State::backing_off || state == State::credential_refused) wake_up_->set();
    }

    const WebSocketStatus& status() const { return shared_.status; }

  private:
    struct Pause {
        State state;
        Milliseconds length;
    };

    /// However run() ends, nothing is left that looks alive.
    class Stopping {
      public:
        explicit Stopping(Machine& machine) : machine_{machine} {}
        Stopping(const Stopping&) = delete;
        Stopping& operator=(const Stopping&) = delete;
        ~Stopping() { machine_.enter(State::idle); }

      private:
        Machine& machine_;
    };

    void enter(State state) {
        auto& status = shared_.status;
        status.state = state;
        status.since = shared_.clock.now();
        if (state == State::connected) {
            status.connection = session_->id();
            return;
        }
        status.connection = 0;
        session_.reset();
    }

    Task<Pause> connect_and_hold(const Url& url) {
        enter(State::connecting);
        ++shared_.status.attempts;
        WebSocketLink::Refusal refusal;
        auto attempt = connect(url, refusal);
        const auto what = url.origin() + ": connecting";
        const auto connected =
            co_await within(shared_.settings.connect_limit, std::move(attempt), what);
        co_await stop_if_cancelled();
        if (!connected) {
            if (refusal.http_status) shared_.status.http_status = refusal.http_status;
            say_disconnected(0, connected.error().detail);
            co_return pause_after(refusal);
        }
        co_await hold();
        co_return pause_after(refusal);
    }

    Task<Result<void>> connect(const Url& url, WebSocketLink::Refusal& refusal) {
        Headers headers;
        if (headers_) {
            auto provided = headers_();
            if (!provided) co_return provided.failure();
            headers = std::move(*provided);
        }
        if (!std::all_of(headers.begin(), headers.end(), is_sendable)) {
            co_return fail(Error::Kind::malformed, "a header holds what headers may not hold");
        }
        session_ = std::make_unique<WebSocketSession>(shared_, shared_.status.connects + 1);
        co_return co_await session_->connect(url, trust_, headers, refusal);
    }

    Task<void> hold() {
        auto& status = shared_.status;
        enter(State::connected);
        status.http_status = 101;
        if (++status.connects > 1) ++status.reconnects;
        const auto id = session_->id();
        const auto since = shared_.clock.tick();
        if (shared_.events.on_connected) shared_.events.on_connected(Connected{id});
        auto reason = co_await session_->hold();
        co_await stop_if_cancelled();
        const bool was_stable = shared_.clock.tick() - since >= shared_.settings.stable_after;
        if (was_stable) backoff_.reset();
        enter(State::backing_off);
        say_disconnected(id, std::move(reason));
    }

    void say_disconnected(ConnectionId id, std::string reason) {
        shared_.status.last_error = reason;
        if (!shared_.events.on_disconnected) return;
        shared_.events.on_disconnected(Disconnected{id, std::move(reason)});
    }

    Pause pause_after(const WebSocketLink::Refusal& refusal) {
        const auto& settings = shared_.settings;
        Milliseconds asked{0};
        if (refusal.retry_after) {
            const auto read = parse_retry_after(*refusal.retry_after, shared_.clock.now());
            asked = std::min(read.value_or(asked), settings.retry_after_max);
        }
        if (is_credential_refusal(refusal)) {
            return Pause{State::credential_refused, std::max(settings.credential_wait, asked)};
        }
        return Pause{State::backing_off, std::max(backoff_.next(), asked)};
    }

    Task<void> wait(Pause pause) {
        // A new one each time: a wake-up that came too late for the last wait is no reason to
        // hurry.
        wake_up_ = std::make_unique<Event>(shared_.executor);
        enter(pause.state);
        co_await first_to_end(sleep_for(pause.length), wake_up_->wait());
    }

    WebSocketSession::Shared shared_;
    HeadersProvider headers_;
    Backoff backoff_;
    TlsTrust trust_;
    std::unique_ptr<Event> wake_up_;
    std::unique_ptr<WebSocketSession> session_;
};

WebSocket::WebSocket(
    const boost::asio::any_io_executor& executor,
    const Clock& clock,
    WebSocketSettings settings,
    WebSocketEvents events,
    HeadersProvider headers,
    Backoff::Random random
) {
    WebSocketSession::Shared shared{
        executor, clock, std::move(settings), std::move(events), WebSocketStatus{}};
    machine_ = std::make_unique<Machine>(std::move(shared), std::move(headers), std::move(random));
}

WebSocket::~WebSocket() = default;

Task<Result<void>> WebSocket::run() {
    return machine_->run();
}

Result<void> WebSocket::try_send(std::string text, std::optional<ConnectionId> only_on) {
    return machine_->queue(std::move(text), only_on, nullptr);
}

Task<Result<void>> WebSocket::send(std::string text, std::optional<ConnectionId> only_on) {
    return machine_->send(std::move(text), only_on);
}

void WebSocket::reconnect(std::string_view reason) {
    machine_->reconnect(reason);
}

const WebSocketStatus& WebSocket::status() const {
    return machine_->status();
}

}  // namespace unrip::net
