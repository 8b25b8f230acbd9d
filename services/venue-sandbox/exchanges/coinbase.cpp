// Coinbase Exchange's socket: ticker, which speaks when a trade happens, and heartbeat.

#include "exchanges/conversation.hpp"
#include "exchanges/opinion.hpp"
#include "exchanges/wording.hpp"
#include "venue/json/read_json.hpp"

#include <algorithm>
#include <optional>

namespace unrip::sandbox {
namespace {

constexpr std::chrono::seconds kHeartbeat{1};
constexpr std::chrono::seconds kMustSubscribeWithin{5};
constexpr std::uint64_t kFirstTrade = 370'000'000;
constexpr std::uint64_t kFirstSequence = 37'475'000'000;

struct Product {
    std::string id;
    std::string market;
    std::optional<BestPrice> told;
    std::uint64_t looked_at = 0;
};

std::uint64_t trade_of(const Product& product) {
    return kFirstTrade + (product.told ? product.told->count : 0);
}

class CoinbaseConversation final : public Conversation {
  public:
    explicit CoinbaseConversation(const Opinion& opinion) : opinion_{opinion} {}

    void begin(Instant now, Saying& /*say*/) override { began_ = heartbeat_at_ = now; }
    void hear(std::string_view text, Instant now, Saying& say) override;
    void beat(Instant now, Saying& say) override;

  private:
    void subscribe(const venue::JsonValue& message, Instant now, Saying& say);
    void add(const std::string& id, Instant now, Saying& say);
    void tell(Product& product, BestPrice best, Saying& say);
    void tell_heartbeat(const Product& product, Instant now, Saying& say);
    std::string subscriptions() const;

    const Opinion& opinion_;
    Instant began_{};
    Instant heartbeat_at_{};
    bool wants_tickers_ = false;
    bool wants_heartbeats_ = false;
    std::uint64_t sequence_ = kFirstSequence;
    std::vector<Product> products_;
};

std::string error_text(std::string_view reason) {
    return R"({"type":"error","message":"Failed to subscribe","reason":)" +
           venue::json_string(reason) + "}";
}

void CoinbaseConversation::hear(std::string_view text, Instant now, Saying& say) {
    const auto read = venue::read_json(text);
    if (!read || read->object() == nullptr) {
        say.texts.push_back(
            R"({"type":"error","message":"Malformed JSON","reason":"not an object"})"
        );
        return;
    }
    if (venue::text_or_empty(*read, "type") != "subscribe") {
        say.texts.push_back(error_text("type must be subscribe"));
        return;
    }
    subscribe(*read, now, say);
}

void CoinbaseConversation::subscribe(const venue::JsonValue& message, Instant now, Saying& say) {
    const auto* ids = message.present("product_ids");
    const auto* channels = message.present("channels");
    const bool readable = ids != nullptr && ids->array() != nullptr && channels != nullptr &&
                          channels->array() != nullptr;
    if (!readable) {
        say.texts.push_back(error_text("product_ids and channels must be lists"));
        return;
    }
    for (const auto& channel : *channels->array()) {
        const auto name = channel.string() == nullptr ? std::string{} : *channel.string();
        wants_tickers_ = wants_tickers_ || name == "ticker";
        wants_heartbeats_ = wants_heartbeats_ || name == "heartbeat";
    }
    Saying first_words;
    for (const auto& id : *ids->array()) {
        if (id.string() != nullptr) add(*id.string(), now, first_words);
    }
    if (!products_.empty()) say.texts.push_back(subscriptions());
    for (auto& one : first_words.texts)
        say.texts.push_back(std::move(one));
}

void CoinbaseConversation::add(const std::string& id, Instant now, Saying& say) {
    auto market = opinion_.market_called(id);
    if (!market) {
        say.texts.push_back(error_text(id + " is not a valid product"));
        return;
    }
    Product product{id, std::move(*market), std::nullopt, 0};
    auto best = opinion_.best(product.market, now);
    if (best && wants_tickers_) tell(product, std::move(*best), say);
    products_.push_back(std::move(product));
}

std::string CoinbaseConversation::subscriptions() const {
    std::string ids;
    for (const auto& product : products_)
        ids += (ids.empty() ? "" : ",") + venue::json_string(product.id);
    std::string channels;
    for (const auto& [wanted, name] :
         {std::pair{wants_tickers_, "ticker"}, std::pair{wants_heartbeats_, "heartbeat"}}) {
        if (!wanted) continue;
        channels += (channels.empty() ? "{" : ",{") + quoted("name", name) + R"(,"product_ids":[)" +
                    ids + "]}";
    }
    return R"({"type":"subscriptions","channels":[)" + channels + "]}";
}

void CoinbaseConversation::tell(Product& product, BestPrice best, Saying& say) {
    product.looked_at = best.count;
    product.told = std::move(best);
    const auto& now = *product.told;
    std::string text = R"({"type":"ticker","sequence":)" + std::to_string(++sequence_);
    text +=
        R"(,"product_id":)" + venue::json_string(product.id) + "," + quoted("price", now.bid_text);
    text += "," + quoted("open_24h", now.bid_text) + R"(,"volume_24h":"512.25000000",)";
    text += quoted("low_24h", now.bid_text) + "," + quoted("high_24h", now.ask_text);
    text += R"(,"volume_30d":"15367.50000000",)" + quoted("best_bid", now.bid_text) + ",";
    text += quoted("best_bid_size", now.bid_size) + "," + quoted("best_ask", now.ask_text) + ",";
    text += quoted("best_ask_size", now.ask_size) + R"(,"side":"sell",)";
    text += quoted("time", microsecond_text(now.at)) + R"(,"trade_id":)" +
            std::to_string(trade_of(product));
    say.texts.push_back(text + R"(,"last_size":"0.00150000"})");
}

void CoinbaseConversation::tell_heartbeat(const Product& product, Instant now, Saying& say) {
    say.texts.push_back(
        R"({"type":"heartbeat","sequence":)" + std::to_string(sequence_) + R"(,"last_trade_id":)" +
        std::to_string(trade_of(product)) + R"(,"product_id":)" + venue::json_string(product.id) +
        "," + quoted("time", microsecond_text(now)) + "}"
    );
}

void CoinbaseConversation::beat(Instant now, Saying& say) {
    if (products_.empty() && now - began_ > kMustSubscribeWithin) {
        say.ends = true;
        return;
    }
    for (auto& product : products_) {
        auto best = wants_tickers_ ? opinion_.best(product.market, now) : std::nullopt;
        if (!best || best->count == product.looked_at) continue;
        product.looked_at = best->count;
        if (trade_at(kFirstTrade, product.market, best->count))
            tell(product, std::move(*best), say);
    }
    if (!wants_heartbeats_ || now - heartbeat_at_ < kHeartbeat) return;
    heartbeat_at_ = now;
    for (const auto& product : products_)
        tell_heartbeat(product, now, say);
}

}  // namespace

std::unique_ptr<Conversation> coinbase_conversation(const Opinion& opinion) {
    return std::make_unique<CoinbaseConversation>(opinion);
}

}  // namespace unrip::sandbox
