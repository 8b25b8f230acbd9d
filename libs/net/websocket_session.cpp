#include "net/websocket_session.hpp"

#include "net/race.hpp"
#include "net/sleep.hpp"

#include <algorithm>
#include <utility>

namespace unrip::net {
namespace {

/// Closes the link however a coroutine ends, so that no other hangs on in an operation of it.
class ClosingAtEnd {
  public:
    explicit ClosingAtEnd(WebSocketLink& link) : link_{link} {}
    ClosingAtEnd(const ClosingAtEnd&) = delete;
    ClosingAtEnd& operator=(const ClosingAtEnd&) = delete;
    ~ClosingAtEnd() { link_.close(); }

  private:
    WebSocketLink& link_;
};

/// Often enough for the shortest of the limits, seldom enough to cost nothing.
Milliseconds beat_of(const WebSocketSettings& settings) {
    const auto shortest = std::min(settings.idle_limit, settings.write_limit);
    return std::clamp(shortest / 8, Milliseconds{5}, Milliseconds{1'000});
}

std::string for_longer_than(std::string_view what, Milliseconds limit) {
    return std::string{what} + " for more than " + std::to_string(limit.count()) + " ms";
}

}  // namespace

WebSocketSession::WebSocketSession(Shared& shared, ConnectionId id)
    : shared_{shared},
      id_{id},
      outgoing_{shared.executor, shared.settings.outgoing_max, Overflow::refuse_newest} {}

WebSocketSession::~WebSocketSession() {
    if (in_writing_) {
        ++shared_.status.dropped;
        auto unknown = fail(Error::Kind::timed_out, "the connection broke during the write");
        if (in_writing_->delivery) in_writing_->delivery->decide(std::move(unknown));
    }
    while (auto lost = outgoing_.try_receive()) {
        ++shared_.status.dropped;
        auto gone = fail(Error::Kind::refused, "connection gone");
        if (lost->delivery) lost->delivery->decide(std::move(gone));
    }
}

Task<Result<void>> WebSocketSession::connect(
    const Url& url, const TlsTrust& trust, const Headers& headers, WebSocketLink::Refusal& refusal
) {
    auto connection = co_await Connection::open(shared_.executor, url, trust);
    if (!connection) co_return connection.failure();
    WebSocketLink::Options options;
    options.message_bytes_max = shared_.settings.message_bytes_max;
    options.on_frame = [this] { note_frame(); };
    link_ = std::make_unique<WebSocketLink>(std::move(*connection), std::move(options));
    co_return co_await link_->shake_hands(url, headers, refusal);
}

Task<std::string> WebSocketSession::hold() {
    last_frame_ = shared_.clock.tick();
    auto talk = first_to_end(hear(), write());
    auto care = first_to_end(ping(), watch());
    co_await first_to_end(std::move(talk), std::move(care));
    co_return end_reason_;
}

Result<void> WebSocketSession::queue(std::string text, std::shared_ptr<Delivery> delivery) {
    Outgoing outgoing{std::move(text), std::move(delivery)};
    if (outgoing_.try_send(std::move(outgoing))) return {};
    ++shared_.status.dropped;
    return fail(Error::Kind::refused, "too many messages wait to be written");
}

void WebSocketSession::end(std::string_view reason) {
    if (end_reason_.empty()) end_reason_ = reason;
    link_->close();
}

void WebSocketSession::note_frame() {
    last_frame_ = shared_.clock.tick();
    shared_.status.last_frame_at = shared_.clock.now();
}

Task<void> WebSocketSession::hear() {
    const ClosingAtEnd closing{*link_};
    while (true) {
        const auto received = co_await link_->receive();
        if (!received) {
            if (received.error().kind == Error::Kind::overflow) ++shared_.status.oversized;
            co_return end(received.error().detail);
        }
        if (!received->is_text) {
            ++shared_.status.binary;
            continue;
        }
        ++shared_.status.messages_in;
        if (!shared_.events.on_message) continue;
        const auto& clock = shared_.clock;
        shared_.events.on_message(Message{received->bytes, id_, clock.now(), clock.tick()});
    }
}

Task<void> WebSocketSession::write() {
    const ClosingAtEnd closing{*link_};
    while (true) {
        in_writing_ = co_await outgoing_.receive();
        writing_since_ = shared_.clock.tick();
        const auto written = co_await link_->write(in_writing_->text);
        if (!written) co_return end(written.error().detail);
        ++shared_.status.messages_out;
        if (in_writing_->delivery) in_writing_->delivery->decide(Result<void>{});
        in_writing_.reset();
    }
}

Task<void> WebSocketSession::ping() {
    const ClosingAtEnd closing{*link_};
    while (true) {
        co_await sleep_for(shared_.settings.ping_every);
        const auto pinged = co_await link_->ping();
        if (!pinged) co_return end(pinged.error().detail);
    }
}

/// A connection may be dead without an error: nothing arrives, or nothing can be written any more.
Task<void> WebSocketSession::watch() {
    const ClosingAtEnd closing{*link_};
    const auto& settings = shared_.settings;
    const auto beat = beat_of(settings);
    while (true) {
        co_await sleep_for(beat);
        const auto now = shared_.clock.tick();
        if (now - last_frame_ > settings.idle_limit) {
            co_return end(for_longer_than("nothing arrived", settings.idle_limit));
        }
        if (in_writing_ && now - writing_since_ > settings.write_limit) {
            co_return end(for_longer_than("a write took", settings.write_limit));
        }
    }
}

}  // namespace unrip::net
