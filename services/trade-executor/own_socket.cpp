#include "own_socket.hpp"

#include "net/race.hpp"
#include "net/sleep.hpp"
#include "runtime/service.hpp"
#include "runtime/state.hpp"

#include <utility>
#include <vector>

namespace unrip::trade_executor {
namespace {

using messages::QuoteResponseReply;
using messages::RelayRejection;
using messages::ResponseVerdict;

/// Some seconds of a flood. An auction is over before that.
constexpr std::size_t kRemembered = 16'384;
constexpr Milliseconds kLookAgain{10};
constexpr std::chrono::seconds kAwayIsUnhealthyAfter{10};
constexpr std::chrono::minutes kComplainEvery{1};

QuoteResponseReply reply_to(const messages::QuoteResponse& response) {
    QuoteResponseReply reply;
    reply.command_id = response.command_id;
    reply.quote_id = response.quote_id;
    return reply;
}

void take_answer(QuoteResponseReply& reply, const Result<venue::RelayAnswer>& answer) {
    if (!answer) {
        reply.detail = answer.error().detail;  // Written, and no verdict came: nobody knows.
        return;
    }
    reply.verdict = answer->ok ? ResponseVerdict::accepted : ResponseVerdict::rejected;
    if (answer->ok) return;
    const bool is_late = answer->refusal == venue::RelayRefusal::late;
    reply.rejection = is_late ? RelayRejection::too_late : RelayRejection::relay_error;
    reply.detail = answer->message;
}

}  // namespace

OwnSocket::OwnSocket(
    runtime::Service& service, venue::RelaySettings relay, std::optional<runtime::Secret> api_key
)
    : service_{service},
      api_key_{std::move(api_key)},
      complaints_{service.clock(), kComplainEvery},
      relay_{
          service.executor(),
          service.clock(),
          std::move(relay),
          venue::RelayEvents{
              .on_quote = [this](const venue::HeardQuote& heard
                          ) { on_quote(heard.event.request.quote_id); },
              .on_status = nullptr,
              .on_change = [this] { on_change(); },
              .on_ignored = nullptr},
          [this]() -> Result<std::string> {
              if (!api_key_) return std::string{};
              return api_key_->with([](std::string_view key) { return std::string{key}; });
          }} {
    service_.health().watch("own_socket", [this] { return look(); });
}

Task<void> OwnSocket::run() {
    co_await net::first_to_end(listen(), give_up_late_ones());
}

Task<void> OwnSocket::listen() {
    const auto ended = co_await relay_.run();
    if (!ended) throw runtime::CannotStart{"NEAR_INTENTS_RELAY_WS_URL: " + ended.error().detail};
}

void OwnSocket::on_quote(const QuoteId& quote) {
    if (!heard_.insert(quote).second) return;
    oldest_first_.push_back(quote);
    if (oldest_first_.size() > kRemembered) {
        heard_.erase(oldest_first_.front());
        oldest_first_.pop_front();
    }
    if (waiting_.empty()) return;
    if (auto early = waiting_.extract(quote)) send(std::move(early.mapped()));
}

/// What was asked on a connection can be answered on that one or not at all.
void OwnSocket::on_change() {
    const auto connection = relay_.state().connection;
    const auto& why = relay_.socket().last_error;
    if (connection != connection_) {
        connection_ = connection;
        heard_.clear();
        oldest_first_.clear();
        if (connection != 0) {
            service_.log().info("own_socket_connected", {{"connection", connection}});
        } else {
            service_.log().warn("own_socket_lost", {{"why", why}});
        }
    }
    if (connection != 0 || why.empty()) return;
    service_.state().remember_error("own_socket", why);
    if (const auto held_back = complaints_.open()) {
        service_.log().warn("own_socket_away", {{"why", why}, {"also_held_back", *held_back}});
    }
}

void OwnSocket::answer(
    const messages::QuoteResponse& response, std::string params, OnVerdict on_verdict
) {
    Waiting waiting{response, std::move(params), std::move(on_verdict)};
    if (connection_ == 0) {
        return refuse(waiting, RelayRejection::connection_gone, "our own socket is not connected");
    }
    if (heard_.contains(response.quote_id)) return send(std::move(waiting));
    // The way through ingest and engine was the faster one: the question may still come.
    const auto [at, is_new] = waiting_.try_emplace(response.quote_id, std::move(waiting));
    if (is_new) return;
    const Waiting second{response, {}, waiting.on_verdict};
    refuse(second, RelayRejection::relay_error, "another answer to it waits already");
}

void OwnSocket::send(Waiting waiting) {
    const auto now = service_.clock().now();
    if (now > from_unix_ms(waiting.response.send_by_ms)) {
        return refuse(waiting, RelayRejection::send_by_passed, "heard after its send_by");
    }
    auto reply = reply_to(waiting.response);
    reply.sent_ns = to_unix_ns(now);
    const auto on_answer =
        [this, reply, tell = waiting.on_verdict](const Result<venue::RelayAnswer>& answer) {
            auto verdict = reply;
            take_answer(verdict, answer);
            if (answer) verdict.answered_ns = to_unix_ns(service_.clock().now());
            tell(verdict);
        };
    const auto sent = relay_.send_answer(connection_, waiting.params, on_answer);
    if (!sent) refuse(waiting, RelayRejection::relay_error, sent.error().detail);
}

void OwnSocket::refuse(const Waiting& waiting, RelayRejection why, std::string detail) const {
    auto reply = reply_to(waiting.response);
    reply.verdict = ResponseVerdict::rejected;
    reply.rejection = why;
    reply.detail = std::move(detail);
    waiting.on_verdict(reply);
}

Task<void> OwnSocket::give_up_late_ones() {
    while (true) {
        co_await net::sleep_for(kLookAgain);
        const auto now = service_.clock().now();
        std::vector<Waiting> late;
        std::erase_if(waiting_, [&](auto& entry) {
            if (now <= from_unix_ms(entry.second.response.send_by_ms)) return false;
            late.push_back(std::move(entry.second));
            return true;
        });
        for (const auto& one : late) {
            refuse(one, RelayRejection::connection_gone, "the relay did not ask on our own socket");
        }
    }
}

runtime::Finding OwnSocket::look() const {
    const auto& socket = relay_.socket();
    const auto now = service_.clock().now();
    const auto age = now - socket.last_frame_at.value_or(socket.since);
    if (connection_ == 0) {
        const auto grade =
            age > kAwayIsUnhealthyAfter ? runtime::Grade::unhealthy : runtime::Grade::degraded;
        const auto why = socket.last_error.empty() ? "" : ": " + socket.last_error;
        return {grade, "the socket for answers is not connected" + why, age};
    }
    if (!relay_.state().hears_quotes) {
        return {
            runtime::Grade::degraded, "the socket for answers is not subscribed to quotes", age};
    }
    return {runtime::Grade::ok, "answers leave on connection " + std::to_string(connection_), age};
}

}  // namespace unrip::trade_executor
