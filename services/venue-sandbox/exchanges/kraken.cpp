// Kraken's socket, version 2: ticker and heartbeat channels, application ping.

#include "exchanges/conversation.hpp"
#include "exchanges/opinion.hpp"
#include "exchanges/wording.hpp"
#include "venue/json/read_json.hpp"

#include <optional>

namespace unrip::sandbox {
namespace {

constexpr std::chrono::seconds kHeartbeat{1};

struct Ticker {
    std::string symbol;
    std::string market;
    bool on_trades = false;  ///< Else on every change of the best price.
    std::optional<BestPrice> told;
};

std::string ticker_text(const Ticker& ticker, const BestPrice& best, std::string_view type) {
    // Prices and sizes are numbers here, not texts.
    std::string text = R"({"channel":"ticker",)" + quoted("type", type) + R"(,"data":[{)";
    text += quoted("symbol", ticker.symbol);
    text += R"(,"bid":)" + best.bid_text + R"(,"bid_qty":)" + best.bid_size;
    text += R"(,"ask":)" + best.ask_text + R"(,"ask_qty":)" + best.ask_size;
    text += R"(,"last":)" + best.bid_text + R"(,"volume":100.5,"vwap":)" + best.bid_text;
    text += R"(,"low":)" + best.bid_text + R"(,"high":)" + best.ask_text;
    text += R"(,"change":0.0,"change_pct":0.0,)";
    return text + quoted("timestamp", microsecond_text(best.at)) + "}]}";
}

class KrakenConversation final : public Conversation {
  public:
    KrakenConversation(const Opinion& opinion, std::uint64_t connection)
        : opinion_{opinion}, connection_{connection} {}

    void begin(Instant now, Saying& say) override {
        maintained_ = opinion_.outage(now) == Outage::How::maintenance;
        tell_status(say);
        last_said_ = now;
    }
    void hear(std::string_view text, Instant now, Saying& say) override;
    void beat(Instant now, Saying& say) override;

  private:
    void tell_status(Saying& say) const;
    void subscribe(const venue::JsonValue& message, Instant now, Saying& say);
    void subscribe_one(
        const std::string& symbol,
        const venue::JsonValue& params,
        const std::string& request,
        Instant now,
        Saying& say
    );

    const Opinion& opinion_;
    std::uint64_t connection_;
    bool maintained_ = false;
    Instant last_said_{};
    std::vector<Ticker> tickers_;
};

/// `,"req_id":7`, when the request had one.
std::string request_id(const venue::JsonValue& message) {
    const auto* id = message.present("req_id");
    return id == nullptr || id->number() == nullptr ? "" : R"(,"req_id":)" + *id->number();
}

std::string times(Instant now) {
    const auto text = microsecond_text(now);
    return "," + quoted("time_in", text) + "," + quoted("time_out", text);
}

void KrakenConversation::tell_status(Saying& say) const {
    say.texts.push_back(
        R"({"channel":"status","type":"update","data":[{"version":"2.0.10",)" +
        quoted("system", maintained_ ? "maintenance" : "online") +
        R"(,"api_version":"v2","connection_id":)" + std::to_string(connection_) + "}]}"
    );
}

void KrakenConversation::hear(std::string_view text, Instant now, Saying& say) {
    const auto read = venue::read_json(text);
    const auto method = read ? venue::text_or_empty(*read, "method") : std::string{};
    if (method == "subscribe") return subscribe(*read, now, say);
    if (method == "ping") {
        say.texts.push_back(R"({"method":"pong")" + request_id(*read) + times(now) + "}");
        return;
    }
    say.texts.push_back(
        R"({"error":"Unsupported or malformed request","success":false)" + times(now) + "}"
    );
}

void KrakenConversation::subscribe(const venue::JsonValue& message, Instant now, Saying& say) {
    const auto request = request_id(message);
    const auto* params = message.present("params");
    const auto* symbols = params == nullptr ? nullptr : params->present("symbol");
    const bool is_ticker =
        params != nullptr && venue::text_or_empty(*params, "channel") == "ticker";
    if (!is_ticker || symbols == nullptr || symbols->array() == nullptr) {
        say.texts.push_back(
            R"({"method":"subscribe","error":"Channel not supported here","success":false)" +
            times(now) + request + "}"
        );
        return;
    }
    for (const auto& symbol : *symbols->array()) {
        if (symbol.string() != nullptr) subscribe_one(*symbol.string(), *params, request, now, say);
    }
}

void KrakenConversation::subscribe_one(
    const std::string& symbol,
    const venue::JsonValue& params,
    const std::string& request,
    Instant now,
    Saying& say
) {
    auto market = opinion_.market_called(symbol);
    if (!market) {
        say.texts.push_back(
            R"({"method":"subscribe","error":)" +
            venue::json_string("Currency pair not supported " + symbol) +
            R"(,"success":false,"symbol":)" + venue::json_string(symbol) + times(now) + request +
            "}"
        );
        return;
    }
    const bool on_trades = venue::text_or_empty(params, "event_trigger") != "bbo";
    Ticker ticker{symbol, std::move(*market), on_trades, std::nullopt};
    say.texts.push_back(
        R"({"method":"subscribe","result":{"channel":"ticker",)" +
        quoted("event_trigger", on_trades ? "trades" : "bbo") + R"(,"snapshot":true,"symbol":)" +
        venue::json_string(symbol) + R"(},"success":true)" + times(now) + request + "}"
    );
    ticker.told = opinion_.best(ticker.market, now);
    if (ticker.told) say.texts.push_back(ticker_text(ticker, *ticker.told, "snapshot"));
    tickers_.push_back(std::move(ticker));
    last_said_ = now;
}

void KrakenConversation::beat(Instant now, Saying& say) {
    const bool maintained = opinion_.outage(now) == Outage::How::maintenance;
    if (maintained != maintained_) {
        maintained_ = maintained;
        tell_status(say);
    }
    for (auto& ticker : tickers_) {
        auto best = opinion_.best(ticker.market, now);
        if (!best || (ticker.told && best->same_prices(*ticker.told))) continue;
        if (ticker.on_trades && !trade_at(connection_, ticker.symbol, best->count)) continue;
        say.texts.push_back(ticker_text(ticker, *best, "update"));
        ticker.told = std::move(best);
    }
    if (say.texts.empty() && now - last_said_ >= kHeartbeat) {
        say.texts.emplace_back(R"({"channel":"heartbeat"})");
    }
    if (!say.texts.empty()) last_said_ = now;
}

}  // namespace

std::unique_ptr<Conversation> kraken_conversation(
    const Opinion& opinion, std::uint64_t connection
) {
    return std::make_unique<KrakenConversation>(opinion, connection);
}

}  // namespace unrip::sandbox
