#include "venue/price/kraken.hpp"

#include "venue/json/exact_number.hpp"
#include "venue/price/wire_reading.hpp"

namespace unrip::venue {
namespace {

/// In maintenance and its like prices still come, but nobody could trade on them.
FeedMessage parse_status(const JsonValue& message) {
    const auto* entries = message.find("data");
    const auto* list = entries != nullptr ? entries->array() : nullptr;
    if (list == nullptr || list->empty()) return ignored(FeedProblem::unknown_message);
    const auto system = text_or_empty(list->front(), "system");
    return FeedStatus{.usable = system == "online", .reconnect = false, .text = system};
}

FeedMessage parse_answer(const JsonValue& message) {
    if (message.text("method") != nullptr && *message.text("method") == "pong") {
        return FeedHeartbeat{};
    }
    const auto* success = message.present("success");
    const bool failed = success != nullptr && success->boolean() == false;
    if (failed || message.present("error") != nullptr) {
        return FeedError{text_or_empty(message, "error")};
    }
    if (success == nullptr) return ignored(FeedProblem::unknown_message);
    const auto* result = message.present("result");
    const auto* warnings = result != nullptr ? result->present("warnings") : nullptr;
    return FeedAck{warnings != nullptr ? warnings->to_text() : std::string{}};
}

/// `[price, whole lot volume, lot volume]`, of which the first counts.
std::optional<Price> first_price(const JsonValue& entry, std::string_view name) {
    const auto* value = entry.find(name);
    const auto* list = value != nullptr ? value->array() : nullptr;
    if (list == nullptr || list->empty()) return std::nullopt;
    const auto price = exact_price(list->front());
    return price ? std::optional{*price} : std::nullopt;
}

}  // namespace

KrakenWire::KrakenWire(KrakenSettings settings)
    : settings_{std::move(settings)}, symbols_{socket_names(settings_.symbols)} {}

FeedRules KrakenWire::usual_rules() const {
    // It speaks when the best price changes, and about once a second when nothing does.
    return {.quote_age_max = Milliseconds{60'000}, .silence_max = Milliseconds{3'000}};
}

std::vector<std::string> KrakenWire::subscribe_texts() const {
    std::string text = R"({"method":"subscribe","params":{"channel":"ticker","symbol":[)";
    for (const auto& symbol : symbols_) {
        if (&symbol != symbols_.data()) text += ',';
        append_json_string(text, symbol);
    }
    // The default trigger is trades: a book that moves untraded would look like a price that
    // stands.
    text += R"(],"event_trigger":"bbo","snapshot":true},"req_id":1})";
    return {text};
}

std::string KrakenWire::ping_text() const {
    return R"({"method":"ping","req_id":2})";
}

FeedMessage KrakenWire::parse_ticker(const JsonValue& message) const {
    const auto* entries = message.find("data");
    const auto* list = entries != nullptr ? entries->array() : nullptr;
    if (list == nullptr || list->empty()) return ignored(FeedProblem::unknown_message);
    PriceQuotes quotes;
    for (const auto& entry : *list) {
        auto symbol = text_or_empty(entry, "symbol");
        if (!is_ours(symbols_, symbol)) continue;
        const auto bid = read_price(entry, "bid");
        const auto ask = read_price(entry, "ask");
        if (!bid || !ask) return ignored(FeedProblem::bad_price);
        const auto [readable, time] = read_rfc3339(entry, "timestamp");
        if (!readable) return ignored(FeedProblem::bad_time);
        PriceQuote quote;
        quote.symbol = std::move(symbol);
        quote.bid = *bid;
        quote.ask = *ask;
        quote.exchange_time = time;
        quotes.push_back(std::move(quote));
    }
    if (quotes.empty()) return ignored(FeedProblem::other_symbol);
    return quotes;
}

FeedMessage KrakenWire::parse(std::string_view frame) const {
    const auto read = read_feed_object(frame);
    if (const auto* problem = std::get_if<FeedIgnored>(&read)) return *problem;
    const auto& message = std::get<JsonValue>(read);
    const auto* channel = message.text("channel");
    if (channel == nullptr) return parse_answer(message);
    if (*channel == "ticker") return parse_ticker(message);
    if (*channel == "heartbeat") return FeedHeartbeat{};
    if (*channel == "status") return parse_status(message);
    return ignored(FeedProblem::unknown_message);
}

std::vector<RestAddress> KrakenWire::rest_addresses() const {
    std::vector<RestAddress> addresses;
    for (const auto& symbol : settings_.symbols) {
        addresses.push_back({settings_.rest_url + "/0/public/Ticker?pair=" + symbol.rest, {}});
    }
    return addresses;
}

FeedMessage KrakenWire::parse_rest(std::size_t place, std::string_view body) const {
    const auto read = read_feed_object(body);
    if (const auto* problem = std::get_if<FeedIgnored>(&read)) return *problem;
    const auto& answer = std::get<JsonValue>(read);
    const auto* errors = answer.present("error");
    const auto* complaints = errors != nullptr ? errors->array() : nullptr;
    if (complaints != nullptr && !complaints->empty()) return FeedError{errors->to_text()};
    const auto* result = answer.present("result");
    const auto* entries = result != nullptr ? result->object() : nullptr;
    // The pair comes back under another name than it was asked for by.
    if (entries == nullptr || entries->size() != 1) return ignored(FeedProblem::unknown_message);
    const auto& entry = entries->front().second;
    const auto bid = first_price(entry, "b");
    const auto ask = first_price(entry, "a");
    if (!bid || !ask) return ignored(FeedProblem::bad_price);
    PriceQuote quote;
    quote.symbol = symbols_.at(place);
    quote.bid = *bid;
    quote.ask = *ask;
    return PriceQuotes{quote};
}

}  // namespace unrip::venue
