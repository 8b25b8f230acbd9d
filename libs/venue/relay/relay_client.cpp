#include "venue/relay/relay_client.hpp"

#include "net/race.hpp"
#include "net/sleep.hpp"

namespace unrip::venue {
namespace {

constexpr Milliseconds kExpireEvery{100};

/// A request that a coroutine waits for.
struct Call {
    explicit Call(const boost::asio::any_io_executor& executor) : answered{executor} {}

    net::Event answered;
    std::optional<Result<RelayAnswer>> answer;
};

/// Takes a request off the list when its coroutine ends early, by cancellation.
class Waiting {
  public:
    Waiting(RelayInFlight& in_flight, std::uint64_t id) : in_flight_{in_flight}, id_{id} {}
    Waiting(const Waiting&) = delete;
    Waiting& operator=(const Waiting&) = delete;
    ~Waiting() { in_flight_.forget(id_); }

  private:
    RelayInFlight& in_flight_;
    std::uint64_t id_;
};

net::WebSocketSettings socket_settings(const RelaySettings& settings) {
    auto socket = settings.socket;
    if (!settings.instance_id.empty()) {
        socket.url = with_instance_id(std::move(socket.url), settings.instance_id);
    }
    return socket;
}

}  // namespace

RelayClient::RelayClient(
    const boost::asio::any_io_executor& executor,
    const Clock& clock,
    RelaySettings settings,
    RelayEvents events,
    Bearer bearer
)
    : executor_{executor},
      clock_{clock},
      settings_{std::move(settings)},
      events_{std::move(events)},
      bearer_{std::move(bearer)},
      in_flight_{settings_.in_flight_max},
      socket_{
          executor,
          clock,
          socket_settings(settings_),
          net::WebSocketEvents{
              [this](const net::Connected& connected) { on_connected(connected); },
              [this](const net::Message& message) { on_message(message); },
              [this](const net::Disconnected& disconnected) { on_disconnected(disconnected); },
          },
          [this] { return headers(); }} {
    if (!settings_.instance_id.empty()) {
        status_wishes_.push_back({RelayStream::quote_status, true});
    } else if (settings_.extended_status) {
        status_wishes_.push_back({RelayStream::quote_status_extended, false});
    }
    status_wishes_.push_back({RelayStream::quote_status, false});
    if (!settings_.hears_status) status_wishes_.clear();
}

Task<Result<void>> RelayClient::run() {
    std::optional<Result<void>> ended;
    co_await net::first_to_end(listen(ended), expire_requests());
    if (!ended) co_return fail(Error::Kind::unavailable, "the relay's socket ended");
    co_return *ended;
}

Task<void> RelayClient::listen(std::optional<Result<void>>& ended) {
    auto result = co_await socket_.run();
    ended.emplace(std::move(result));
}

Task<void> RelayClient::expire_requests() {
    while (true) {
        co_await net::sleep_for(kExpireEvery);
        stats_.timeouts += in_flight_.expire(clock_.tick());
    }
}

Result<net::Headers> RelayClient::headers() const {
    if (!bearer_) return net::Headers{};
    auto token = bearer_();
    if (!token) return token.failure();
    if (token->empty()) return net::Headers{};
    return net::Headers{{"Authorization", "Bearer " + *token}};
}

void RelayClient::on_connected(const net::Connected& connected) {
    // Subscriptions die with their connection, so nothing of the last one is kept.
    state_ = RelayState{};
    state_.connection = connected.connection;
    subscribe_quotes();
    subscribe_status(0);
    changed();
}

void RelayClient::on_disconnected(const net::Disconnected& disconnected) {
    if (disconnected.connection == 0) return changed();
    state_.connection = 0;
    state_.hears_quotes = false;
    state_.status_stream.reset();
    state_.guaranteed = false;
    stats_.lost_in_flight += in_flight_.size();
    in_flight_.fail_all(
        fail(Error::Kind::timed_out, "the relay's connection ended before its answer")
    );
    changed();
}

void RelayClient::on_message(const net::Message& message) {
    auto frame = decode_relay_frame(message.text, settings_.frame);
    if (auto* quote = std::get_if<RelayQuoteEvent>(&frame)) {
        ++stats_.quotes;
        if (!events_.on_quote) return;
        events_.on_quote(
            {std::move(*quote), message.connection, message.received_at, message.received_tick}
        );
    } else if (auto* status = std::get_if<RelayStatusEvent>(&frame)) {
        ++stats_.statuses;
        if (!events_.on_status) return;
        events_.on_status({std::move(*status), message.connection, message.received_at});
    } else if (auto* given = std::get_if<RelayAnswer>(&frame)) {
        settle(std::move(*given));
    } else {
        count(std::get<IgnoredFrame>(frame).problem);
    }
}

void RelayClient::count(FrameProblem problem) {
    ++stats_.problems.at(static_cast<std::size_t>(problem));
    if (events_.on_ignored) events_.on_ignored(problem);
}

void RelayClient::settle(RelayAnswer answer) {
    const bool ok = answer.ok;
    const auto refusal = answer.refusal;
    if (const auto problem = in_flight_.settle(std::move(answer))) {
        count(*problem);
        return;
    }
    ++stats_.answers;
    if (ok) return;
    auto& refusals = refusal == RelayRefusal::late ? stats_.refusals_late : stats_.refusals_other;
    ++refusals;
}

Result<std::uint64_t> RelayClient::send(
    net::ConnectionId connection, const Build& build, RelayInFlight::OnAnswer on_answer
) {
    const auto deadline = clock_.tick() + settings_.answer_limit;
    const auto id = in_flight_.begin(deadline, std::move(on_answer));
    if (!id) {
        ++stats_.not_sent;
        return fail(Error::Kind::refused, "too many requests wait for the relay already");
    }
    if (const auto sent = socket_.try_send(build(*id), connection); !sent) {
        ++stats_.not_sent;
        in_flight_.forget(*id);
        return sent.failure();
    }
    return *id;
}

void RelayClient::subscribe_quotes() {
    const auto build = [this](std::uint64_t id) {
        return subscribe_request(id, RelayStream::quote, settings_.filter);
    };
    const auto connection = state_.connection;
    const auto sent =
        send(connection, build, [this, connection](const Result<RelayAnswer>& answer) {
            if (connection != state_.connection) return;
            state_.hears_quotes = answer && answer->ok;
            if (!state_.hears_quotes) {
                ++stats_.subscribe_refusals;
                state_.last_refusal = answer ? answer->message : answer.error().detail;
                // Without quotes there is nothing to be here for: come back, ever more slowly.
                socket_.reconnect("the subscription to quotes was not granted");
            }
            changed();
        });
    if (!sent) socket_.reconnect("the subscription to quotes could not be sent");
}

void RelayClient::subscribe_status(std::size_t wish) {
    if (wish >= status_wishes_.size()) return;
    const auto [stream, guaranteed] = status_wishes_[wish];
    const auto build = [stream = stream, guaranteed = guaranteed](std::uint64_t id) {
        return guaranteed ? subscribe_guaranteed_request(id, stream)
                          : subscribe_request(id, stream, TokenFilter{});
    };
    const auto connection = state_.connection;
    const auto sent =
        send(connection, build, [this, connection, wish](const Result<RelayAnswer>& answer) {
            if (connection != state_.connection) return;
            if (answer && answer->ok) {
                state_.status_stream = status_wishes_[wish].stream;
                state_.guaranteed = status_wishes_[wish].guaranteed;
            } else {
                ++stats_.subscribe_refusals;
                state_.last_refusal = answer ? answer->message : answer.error().detail;
                subscribe_status(wish + 1);
            }
            changed();
        });
    if (!sent) state_.last_refusal = sent.error().detail;
}

Task<Result<RelayAnswer>> RelayClient::answer(net::ConnectionId connection, std::string params) {
    const auto call = std::make_shared<Call>(executor_);
    const auto build = [&params](std::uint64_t id) { return quote_response_request(id, params); };
    const auto sent = send(connection, build, [call](Result<RelayAnswer> answer) {
        call->answer.emplace(std::move(answer));
        call->answered.set();
    });
    if (!sent) co_return sent.failure();
    const Waiting waiting{in_flight_, *sent};
    co_await call->answered.wait();
    co_return std::move(*call->answer);
}

Result<void> RelayClient::send_answer(
    net::ConnectionId connection, std::string_view params, RelayInFlight::OnAnswer on_answer
) {
    const auto build = [params](std::uint64_t id) { return quote_response_request(id, params); };
    const auto sent = send(connection, build, std::move(on_answer));
    if (!sent) return sent.failure();
    return {};
}

Result<void> RelayClient::decline(net::ConnectionId connection, const NoQuote& no_quote) {
    const auto params = no_quote_params(no_quote);
    const auto build = [&params](std::uint64_t id) { return quote_response_request(id, params); };
    const auto sent = send(connection, build, [](const Result<RelayAnswer>&) {});
    if (!sent) return sent.failure();
    return {};
}

Result<void> RelayClient::acknowledge(const HeardStatus& status) {
    if (!status.event.seq) return fail(Error::Kind::refused, "an event without a seq");
    const auto build = [&status](std::uint64_t id) {
        return acknowledge_request(id, status.event.subscription, *status.event.seq);
    };
    const auto sent = send(status.connection, build, [](const Result<RelayAnswer>&) {});
    if (!sent) return sent.failure();
    // Whether the relay answers to this is not known: it must not hold a place until it does.
    in_flight_.forget(*sent);
    return {};
}

void RelayClient::set_filter(TokenFilter filter) {
    settings_.filter = std::move(filter);
    if (state_.connection != 0) subscribe_quotes();
}

void RelayClient::changed() const {
    if (events_.on_change) events_.on_change();
}

std::string with_instance_id(std::string url, std::string_view instance_id) {
    constexpr std::string_view plain =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";
    constexpr std::string_view hex = "0123456789ABCDEF";
    url += url.find('?') == std::string::npos ? '?' : '&';
    url += "instance_id=";
    for (const char letter : instance_id) {
        if (plain.find(letter) != std::string_view::npos) {
            url += letter;
            continue;
        }
        const auto code = static_cast<unsigned char>(letter);
        url += '%';
        url += hex[code >> 4U];
        url += hex[code & 0xFU];
    }
    return url;
}

}  // namespace unrip::venue
