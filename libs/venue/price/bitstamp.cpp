#include "venue/price/bitstamp.hpp"

#include "venue/json/exact_number.hpp"
#include "venue/price/wire_reading.hpp"

namespace unrip::venue {
namespace {

constexpr std::string_view kBookChannel = "order_book_";

/// The price of the first level. An empty side is a price of zero, which nobody will believe.
std::optional<Price> top_of(const JsonValue& book, std::string_view side) {
    const auto* value = book.find(side);
    const auto* levels = value != nullptr ? value->array() : nullptr;
    if (levels == nullptr) return std::nullopt;
    if (levels->empty()) return Price{};
    const auto* level = levels->front().array();
    if (level == nullptr || level->empty()) return std::nullopt;
    const auto price = exact_price(level->front());
    return price ? std::optional{*price} : std::nullopt;
}

}  // namespace

BitstampWire::BitstampWire(BitstampSettings settings)
    : settings_{std::move(settings)}, symbols_{socket_names(settings_.symbols)} {}

FeedRules BitstampWire::usual_rules() const {
    return {.quote_age_max = Milliseconds{5'000}, .silence_max = Milliseconds{10'000}};
}

std::vector<std::string> BitstampWire::subscribe_texts() const {
    std::vector<std::string> texts;
    for (const auto& symbol : symbols_) {
        const auto channel = json_string(std::string{kBookChannel} + symbol);
        texts.push_back(R"({"event":"bts:subscribe","data":{"channel":)" + channel + "}}");
    }
    return texts;
}

std::string BitstampWire::ping_text() const {
    return R"({"event":"bts:heartbeat"})";
}

FeedMessage BitstampWire::parse_book(const JsonValue& message) const {
    const auto channel = text_or_empty(message, "channel");
    if (channel.rfind(kBookChannel, 0) != 0) return ignored(FeedProblem::unknown_message);
    auto symbol = channel.substr(kBookChannel.size());
    if (!is_ours(symbols_, symbol)) return ignored(FeedProblem::other_symbol);
    const auto* book = message.present("data");
    if (book == nullptr) return ignored(FeedProblem::unknown_message);
    const auto bid = top_of(*book, "bids");
    const auto ask = top_of(*book, "asks");
    if (!bid || !ask) return ignored(FeedProblem::bad_price);
    const auto [readable, time] = read_unix_us(*book, "microtimestamp");
    if (!readable) return ignored(FeedProblem::bad_time);
    PriceQuote quote;
    quote.symbol = std::move(symbol);
    quote.bid = *bid;
    quote.ask = *ask;
    quote.exchange_time = time;
    // There is no counter; books are ordered by their time.
    if (time) quote.sequence = static_cast<std::uint64_t>(to_unix_ns(*time) / 1000);
    return PriceQuotes{quote};
}

FeedMessage BitstampWire::parse(std::string_view frame) const {
    const auto read = read_feed_object(frame);
    if (const auto* problem = std::get_if<FeedIgnored>(&read)) return *problem;
    const auto& message = std::get<JsonValue>(read);
    const auto event = text_or_empty(message, "event");
    if (event == "data") return parse_book(message);
    if (event == "bts:heartbeat") return FeedHeartbeat{};
    if (event == "bts:subscription_succeeded") return FeedAck{};
    if (event == "bts:request_reconnect") {
        return FeedStatus{.usable = true, .reconnect = true, .text = event};
    }
    if (event == "bts:error") {
        const auto* data = message.present("data");
        return FeedError{data != nullptr ? data->to_text() : event};
    }
    return ignored(FeedProblem::unknown_message);
}

std::vector<RestAddress> BitstampWire::rest_addresses() const {
    std::vector<RestAddress> addresses;
    for (const auto& symbol : settings_.symbols) {
        addresses.push_back({settings_.rest_url + "/api/v2/ticker/" + symbol.rest + "/", {}});
    }
    return addresses;
}

FeedMessage BitstampWire::parse_rest(std::size_t place, std::string_view body) const {
    const auto read = read_feed_object(body);
    if (const auto* problem = std::get_if<FeedIgnored>(&read)) return *problem;
    const auto& answer = std::get<JsonValue>(read);
    const auto bid = read_price(answer, "bid");
    const auto ask = read_price(answer, "ask");
    if (!bid || !ask) {
        const bool complaint = answer.find("code") != nullptr || answer.find("error") != nullptr;
        return complaint ? FeedMessage{FeedError{answer.to_text()}}
                         : ignored(FeedProblem::bad_price);
    }
    // Whole seconds, as text.
    const auto* seconds = answer.present("timestamp");
    const auto count = seconds != nullptr ? exact_amount(*seconds) : Result<Amount>{Amount{}};
    constexpr u128 seconds_max = 7'258'118'400;
    if (!count || count->atoms() > seconds_max) return ignored(FeedProblem::bad_time);
    PriceQuote quote;
    quote.symbol = symbols_.at(place);
    quote.bid = *bid;
    quote.ask = *ask;
    if (seconds != nullptr) {
        quote.exchange_time =
            Instant{std::chrono::seconds{static_cast<std::int64_t>(count->atoms())}};
    }
    return PriceQuotes{quote};
}

}  // namespace unrip::venue
