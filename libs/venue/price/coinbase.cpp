#include "venue/price/coinbase.hpp"

#include "venue/price/wire_reading.hpp"

namespace unrip::venue {
namespace {

FeedMessage read_best(
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
    return PriceQuotes{quote};
}

FeedMessage read_ticker(const JsonValue& message, std::string symbol) {
    auto read = read_best(message, std::move(symbol), "best_bid", "best_ask");
    auto* quotes = std::get_if<PriceQuotes>(&read);
    if (quotes == nullptr) return read;
    const auto [readable, time] = read_rfc3339(message, "time");
    if (!readable) return ignored(FeedProblem::bad_time);
    auto& quote = quotes->front();
    quote.exchange_time = time;
    quote.sequence = read_count(message, "sequence");
    quote.trade = read_count(message, "trade_id");
    return read;
}

}  // namespace

CoinbaseWire::CoinbaseWire(CoinbaseSettings settings)
    : settings_{std::move(settings)}, symbols_{socket_names(settings_.symbols)} {}

FeedRules CoinbaseWire::usual_rules() const {
    return {.quote_age_max = Milliseconds{30'000}, .silence_max = Milliseconds{3'000}};
}

std::vector<std::string> CoinbaseWire::subscribe_texts() const {
    std::string text = R"({"type":"subscribe","product_ids":[)";
    for (const auto& symbol : symbols_) {
        if (&symbol != symbols_.data()) text += ',';
        append_json_string(text, symbol);
    }
    return {text + R"(],"channels":["ticker","heartbeat"]})"};
}

FeedMessage CoinbaseWire::parse(std::string_view frame) const {
    const auto read = read_feed_object(frame);
    if (const auto* problem = std::get_if<FeedIgnored>(&read)) return *problem;
    const auto& message = std::get<JsonValue>(read);
    const auto type = text_or_empty(message, "type");
    if (type == "subscriptions") return FeedAck{};
    if (type == "error") {
        return FeedError{
            text_or_empty(message, "message") + ": " + text_or_empty(message, "reason")};
    }
    if (type != "ticker" && type != "heartbeat") return ignored(FeedProblem::unknown_message);

    auto symbol = text_or_empty(message, "product_id");
    if (!is_ours(symbols_, symbol)) return ignored(FeedProblem::other_symbol);
    if (type == "ticker") return read_ticker(message, std::move(symbol));
    return FeedHeartbeat{
        .symbol = std::move(symbol), .last_trade = read_count(message, "last_trade_id")};
}

std::vector<RestAddress> CoinbaseWire::rest_addresses() const {
    std::vector<RestAddress> addresses;
    for (const auto& symbol : settings_.symbols) {
        addresses.push_back({settings_.rest_url + "/products/" + symbol.rest + "/ticker", {}});
    }
    return addresses;
}

FeedMessage CoinbaseWire::parse_rest(std::size_t place, std::string_view body) const {
    const auto read = read_feed_object(body);
    if (const auto* problem = std::get_if<FeedIgnored>(&read)) return *problem;
    const auto& answer = std::get<JsonValue>(read);
    const auto* complaint = answer.text("message");
    if (complaint != nullptr) return FeedError{*complaint};
    // Its `time` is that of the last trade; the book it shows is that of this moment.
    return read_best(answer, symbols_.at(place), "bid", "ask");
}

}  // namespace unrip::venue
