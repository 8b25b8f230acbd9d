// Binance's market-data socket: bookTicker streams, plain or combined.

#include "exchanges/conversation.hpp"
#include "exchanges/opinion.hpp"
#include "exchanges/wording.hpp"
#include "venue/json/read_json.hpp"

#include <algorithm>
#include <cctype>
#include <optional>

namespace unrip::sandbox {
namespace {

constexpr std::string_view kTicker = "@bookTicker";
constexpr std::chrono::seconds kPing{20};
constexpr std::uint64_t kFirstUpdate = 400'900'000;

struct Stream {
    std::string name;    ///< "btceur@bookTicker"
    std::string symbol;  ///< "BTCEUR"
    std::string market;  ///< Empty: there is none, and the stream stays silent, as theirs do.
    std::optional<BestPrice> told;
};

class BinanceConversation final : public Conversation {
  public:
    BinanceConversation(const Opinion& opinion, std::string_view target);

    void begin(Instant now, Saying& /*say*/) override { pinged_ = now; }
    void hear(std::string_view text, Instant now, Saying& say) override;
    void beat(Instant now, Saying& say) override;

  private:
    void add(std::string_view name);
    void subscribe(const venue::JsonValue& message, Saying& say);
    void tell(const Stream& stream, Saying& say) const;

    const Opinion& opinion_;
    bool combined_ = false;
    Instant pinged_{};
    std::vector<Stream> streams_;
};

std::string upper(std::string_view text) {
    std::string all{text};
    std::transform(all.begin(), all.end(), all.begin(), [](unsigned char letter) {
        return static_cast<char>(std::toupper(letter));
    });
    return all;
}

std::string id_of(const venue::JsonValue& message) {
    const auto* id = message.present("id");
    return id == nullptr ? "null" : id->to_text();
}

BinanceConversation::BinanceConversation(const Opinion& opinion, std::string_view target)
    : opinion_{opinion} {
    // /ws/btceur@bookTicker, or /stream?streams=btceur@bookTicker/eurusdt@bookTicker
    constexpr std::string_view combined = "/stream?streams=";
    constexpr std::string_view raw = "/ws/";
    combined_ = target.find("/stream") != std::string_view::npos;
    auto names = std::string_view{};
    if (const auto at = target.find(combined); at != std::string_view::npos)
        names = target.substr(at + combined.size());
    else if (const auto place = target.find(raw); place != std::string_view::npos)
        names = target.substr(place + raw.size());
    while (!names.empty()) {
        const auto end = std::min(names.find('/'), names.size());
        add(names.substr(0, end));
        names.remove_prefix(std::min(end + 1, names.size()));
    }
}

void BinanceConversation::add(std::string_view name) {
    if (!name.ends_with(kTicker)) return;
    const auto symbol = upper(name.substr(0, name.size() - kTicker.size()));
    const auto market = opinion_.market_called(symbol);
    streams_.push_back({std::string{name}, symbol, market.value_or(""), std::nullopt});
}

void BinanceConversation::hear(std::string_view text, Instant /*now*/, Saying& say) {
    const auto read = venue::read_json(text);
    if (!read || read->object() == nullptr) {
        say.texts.emplace_back(
            R"({"code":3,"msg":"Invalid JSON: expected value at line 1 column 1"})"
        );
        return;
    }
    const auto method = venue::text_or_empty(*read, "method");
    if (method == "SUBSCRIBE") return subscribe(*read, say);
    if (method == "LIST_SUBSCRIPTIONS") {
        std::string names;
        for (const auto& stream : streams_)
            names += (names.empty() ? "" : ",") + venue::json_string(stream.name);
        say.texts.push_back(R"({"result":[)" + names + R"(],"id":)" + id_of(*read) + "}");
        return;
    }
    say.texts.push_back(
        R"({"code":2,"msg":"Invalid request: unknown method","id":)" + id_of(*read) + "}"
    );
}

void BinanceConversation::subscribe(const venue::JsonValue& message, Saying& say) {
    const auto* names = message.present("params");
    if (names == nullptr || names->array() == nullptr) {
        say.texts.push_back(
            R"({"code":2,"msg":"Invalid request: params must be a list","id":)" + id_of(message) +
            "}"
        );
        return;
    }
    for (const auto& name : *names->array()) {
        if (name.string() != nullptr) add(*name.string());
    }
    say.texts.push_back(R"({"result":null,"id":)" + id_of(message) + "}");
}

void BinanceConversation::tell(const Stream& stream, Saying& say) const {
    const auto& best = *stream.told;
    auto text = R"({"u":)" + std::to_string(kFirstUpdate + best.count) + "," +
                quoted("s", stream.symbol) + "," + quoted("b", best.bid_text) + "," +
                quoted("B", best.bid_size) + "," + quoted("a", best.ask_text) + "," +
                quoted("A", best.ask_size) + "}";
    if (combined_) text = "{" + quoted("stream", stream.name) + R"(,"data":)" + text + "}";
    say.texts.push_back(std::move(text));
}

void BinanceConversation::beat(Instant now, Saying& say) {
    if (now - pinged_ >= kPing) {
        pinged_ = now;
        say.ping = true;
    }
    for (auto& stream : streams_) {
        auto best = stream.market.empty() ? std::nullopt : opinion_.best(stream.market, now);
        if (!best || (stream.told && best->same_prices(*stream.told))) continue;
        stream.told = std::move(best);
        tell(stream, say);
    }
}

}  // namespace

std::unique_ptr<Conversation> binance_conversation(
    const Opinion& opinion, std::string_view target
) {
    return std::make_unique<BinanceConversation>(opinion, target);
}

}  // namespace unrip::sandbox
