#include "venue/price/price_source.hpp"

#include "net/race.hpp"
#include "net/sleep.hpp"

#include <algorithm>
#include <utility>

namespace unrip::venue {
namespace {

net::WebSocketSettings socket_settings(net::WebSocketSettings settings, const PriceWire& wire) {
    settings.url = wire.socket_url();
    return settings;
}

/// Between two polls nothing is heard, which is no silence.
FeedRules rest_rules(FeedRules rules, const PriceSourceSettings& settings) {
    const auto longest = 2 * (settings.rest_every + settings.rest_limit);
    rules.silence_max = std::max<Milliseconds>(rules.silence_max, longest);
    return rules;
}

}  // namespace

PriceSource::PriceSource(
    const boost::asio::any_io_executor& executor,
    const Clock& clock,
    net::HttpClient& http,
    std::unique_ptr<PriceWire> wire,
    PriceSourceSettings settings,
    std::function<void()> on_quote
)
    : clock_{clock},
      http_{http},
      wire_{std::move(wire)},
      settings_{std::move(settings)},
      on_quote_{std::move(on_quote)},
      live_{wire_->symbols(), settings_.rules},
      rest_{wire_->symbols(), rest_rules(settings_.rules, settings_)},
      asked_{executor},
      socket_{
          executor,
          clock,
          socket_settings(settings_.socket, *wire_),
          net::WebSocketEvents{
              [this](const net::Connected&) { on_connected(); },
              [this](const net::Message& message) { on_message(message.text); },
              [this](const net::Disconnected&) { live_.disconnected(); },
          }} {}

std::optional<SourcePrice> PriceSource::price() const {
    const auto moment = now();
    if (auto price = live_.price(moment)) return price;
    auto fetched = rest_.price(moment);
    if (fetched) fetched->is_fetched = true;
    return fetched;
}

void PriceSource::ask_now() {
    is_asked_ = true;
    asked_.set();
}

FeedVerdict PriceSource::verdict() const {
    const auto moment = now();
    const auto live = live_.verdict(moment);
    const auto rest = rest_.verdict(moment);
    if (live == FeedVerdict::good || rest == FeedVerdict::good) return FeedVerdict::good;
    return has_socket() ? live : rest;
}

Task<Result<void>> PriceSource::run() {
    if (!has_socket()) {
        co_await ask_rest();
        co_return Result<void>{};
    }
    std::optional<Result<void>> ended;
    auto speaking = net::first_to_end(listen(ended), ping());
    co_await net::first_to_end(std::move(speaking), ask_rest());
    if (!ended) co_return fail(Error::Kind::unavailable, "the source's socket ended");
    co_return *ended;
}

Task<void> PriceSource::listen(std::optional<Result<void>>& ended) {
    auto result = co_await socket_.run();
    ended.emplace(std::move(result));
}

void PriceSource::on_connected() {
    const auto moment = now();
    live_.connected(moment);
    last_good_ = moment.tick;
    for (auto& text : wire_->subscribe_texts()) {
        if (!socket_.try_send(std::move(text))) socket_.reconnect("could not subscribe");
    }
}

void PriceSource::on_message(std::string_view text) {
    const auto message = wire_->parse(text);
    const auto moment = now();
    live_.on(message, moment);
    note(message);
    const auto* status = std::get_if<FeedStatus>(&message);
    if (status != nullptr && status->reconnect) socket_.reconnect("the source asked for it");
    if (!std::holds_alternative<PriceQuotes>(message)) return;
    if (live_.verdict(moment) == FeedVerdict::good) last_good_ = moment.tick;
    if (on_quote_) on_quote_();
}

void PriceSource::note(const FeedMessage& message) {
    if (std::holds_alternative<PriceQuotes>(message)) {
        ++stats_.quotes;
    } else if (std::holds_alternative<FeedHeartbeat>(message)) {
        ++stats_.heartbeats;
    } else if (const auto* error = std::get_if<FeedError>(&message)) {
        ++stats_.errors;
        stats_.last_error = error->text.substr(0, 256);
    } else if (const auto* ignored = std::get_if<FeedIgnored>(&message)) {
        ++stats_.problems.at(static_cast<std::size_t>(ignored->problem));
    }
}

Task<void> PriceSource::ping() {
    while (true) {
        co_await net::sleep_for(settings_.ping_every);
        auto text = wire_->ping_text();
        const bool connected = socket_.status().connection != 0;
        // A full queue is itself a sign of life that the socket looks after.
        if (connected && !text.empty() && !socket_.try_send(std::move(text))) ++stats_.errors;
    }
}

void PriceSource::revive() {
    const auto moment = now();
    if (live_.verdict(moment) == FeedVerdict::good) last_good_ = moment.tick;
    if (socket_.status().connection == 0) return;
    if (moment.tick - last_good_ < settings_.revive_after) return;
    ++stats_.revivals;
    last_good_ = moment.tick;
    socket_.reconnect("no usable quote for too long");
}

Task<void> PriceSource::ask_rest() {
    while (true) {
        co_await net::first_to_end(net::sleep_for(settings_.rest_every), asked_.wait());
        if (has_socket()) revive();
        const bool needed =
            std::exchange(is_asked_, false) || live_.verdict(now()) != FeedVerdict::good;
        const bool allowed = settings_.rest_fallback || !has_socket();
        if (needed && allowed && clock_.tick() >= rest_resumes_) co_await fetch_all();
        ++stats_.rest_rounds;
    }
}

Task<void> PriceSource::fetch_all() {
    auto addresses = wire_->rest_addresses();
    for (std::size_t place = 0; place < addresses.size(); ++place) {
        auto address = std::move(addresses[place]);
        const auto message = co_await fetch(place, std::move(address));
        const auto moment = now();
        if (!message) {
            ++stats_.rest_failures;
            stats_.last_error = message.error().detail.substr(0, 256);
            continue;  // What was learnt before goes stale by itself.
        }
        if (rest_.verdict(moment) == FeedVerdict::disconnected) rest_.connected(moment);
        rest_.on(*message, moment);
        note(*message);
        if (on_quote_ && std::holds_alternative<PriceQuotes>(*message)) on_quote_();
    }
}

Task<Result<FeedMessage>> PriceSource::fetch(std::size_t place, RestAddress address) {
    ++stats_.rest_requests;
    auto request = net::http_get(std::move(address.url), settings_.rest_limit);
    if (!address.bearer.empty()) {
        request.headers.push_back({"Authorization", "Bearer " + address.bearer});
    }
    const auto response = co_await http_.request(std::move(request));
    if (!response) co_return response.failure();
    if (response->status / 100 != 2) {
        pause_rest(*response);
        const auto kind = response->status == 401 ? Error::Kind::refused : Error::Kind::unavailable;
        co_return fail(kind, "the source answered with HTTP " + std::to_string(response->status));
    }
    co_return wire_->parse_rest(place, response->body);
}

/// Sources ban who goes on asking.
void PriceSource::pause_rest(const net::HttpResponse& response) {
    const auto status = response.status;
    const bool unwelcome = status == 401 || status == 403 || status == 418 || status == 429;
    auto pause = unwelcome ? settings_.rest_pause : Milliseconds{0};
    const auto asked_for = net::find_header(response.headers, "Retry-After");
    if (const auto wait =
            asked_for ? net::parse_retry_after(*asked_for, clock_.now()) : std::nullopt) {
        constexpr Milliseconds believable{3'600'000};
        pause = std::min(*wait, believable);
    }
    rest_resumes_ = clock_.tick() + pause;
}

}  // namespace unrip::venue
