#include "venue/price/binance.hpp"

#include "venue/price/wire_reading.hpp"

#include <algorithm>
#include <cctype>

namespace unrip::venue {
namespace {

std::string stream_name(std::string symbol) {
    std::transform(symbol.begin(), symbol.end(), symbol.begin(), [](unsigned char letter) {
        return static_cast<char>(std::tolower(letter));
    });
    return symbol + "@bookTicker";
}

FeedMessage read_book_ticker(
    const JsonValue& message,
    std::string symbol,
    std::string_view bid_name,
    std::string_view ask_name
) {
    const auto bid = read_price(message, bid_name);
    const auto ask = read_price(message, ask_name);
    if (!bid || !ask) return ignored(FeedProblem::bad_price);
    PriceQuote quote;
    quote.symbol = std::move(symbol);
    quote.bid = *bid;
    quote.ask = *ask;
    quote.sequence = read_count(message, "u");
    return PriceQuotes{quote};
}

/// Errors come as `{"code","msg"}` or wrapped in `error`.
std::optional<FeedError> read_complaint(const JsonValue& message) {
    const auto* wrapped = message.present("error");
    const auto& complaint = wrapped != nullptr ? *wrapped : message;
    if (complaint.text("msg") != nullptr) return FeedError{*complaint.text("msg")};
    return wrapped != nullptr ? std::optional{FeedError{wrapped->to_text()}} : std::nullopt;
}

}  // namespace

BinanceWire::BinanceWire(BinanceSettings settings)
    : settings_{std::move(settings)}, symbols_{socket_names(settings_.symbols)} {}

FeedRules BinanceWire::usual_rules() const {
    return {.quote_age_max = Milliseconds{60'000}, .silence_max = Milliseconds{10'000}};
}

std::vector<std::string> BinanceWire::subscribe_texts() const {
    std::string text = R"({"method":"SUBSCRIBE","params":[)";
    for (const auto& symbol : symbols_) {
        if (&symbol != symbols_.data()) text += ',';
        append_json_string(text, stream_name(symbol));
    }
    return {text + R"(],"id":1})"};
}

std::string BinanceWire::ping_text() const {
    // Any request is answered, and an answer shows that the source is there.
    return R"({"method":"LIST_SUBSCRIPTIONS","id":2})";
}

FeedMessage BinanceWire::parse(std::string_view frame) const {
    const auto read = read_feed_object(frame);
    if (const auto* problem = std::get_if<FeedIgnored>(&read)) return *problem;
    const auto& outer = std::get<JsonValue>(read);
    if (auto complaint = read_complaint(outer)) return std::move(*complaint);
    // The combined endpoint wraps what the plain one sends.
    const auto* wrapped = outer.present("data");
    const auto& message = wrapped != nullptr ? *wrapped : outer;
    if (text_or_empty(message, "e") == "serverShutdown") {
        return FeedStatus{.usable = true, .reconnect = true, .text = "serverShutdown"};
    }
    if (message.find("result") != nullptr) return FeedAck{};
    auto symbol = text_or_empty(message, "s");
    if (symbol.empty()) return ignored(FeedProblem::unknown_message);
    if (!is_ours(symbols_, symbol)) return ignored(FeedProblem::other_symbol);
    return read_book_ticker(message, std::move(symbol), "b", "a");
}

std::vector<RestAddress> BinanceWire::rest_addresses() const {
    std::vector<RestAddress> addresses;
    for (const auto& symbol : settings_.symbols) {
        addresses.push_back(
            {settings_.rest_url + "/api/v3/ticker/bookTicker?symbol=" + symbol.rest, {}}
        );
    }
    return addresses;
}

FeedMessage BinanceWire::parse_rest(std::size_t place, std::string_view body) const {
    const auto read = read_feed_object(body);
    if (const auto* problem = std::get_if<FeedIgnored>(&read)) return *problem;
    const auto& answer = std::get<JsonValue>(read);
    if (auto complaint = read_complaint(answer)) return std::move(*complaint);
    return read_book_ticker(answer, symbols_.at(place), "bidPrice", "askPrice");
}

}  // namespace unrip::venue
