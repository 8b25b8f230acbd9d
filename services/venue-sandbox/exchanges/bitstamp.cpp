// Bitstamp's socket: order books, a hundred levels of each side at a time.

#include "core/decimal_text.hpp"
#include "exchanges/conversation.hpp"
#include "exchanges/opinion.hpp"
#include "exchanges/wording.hpp"
#include "venue/json/read_json.hpp"

#include <algorithm>

namespace unrip::sandbox {
namespace {

constexpr std::string_view kBookChannel = "order_book_";
constexpr unsigned kLevels = 100;
constexpr std::uint64_t kLevelDistancePpm = 20;

struct Book {
    std::string channel;
    std::string market;
    std::uint64_t told = 0;
};

std::string levels(Price best, const std::string& text, const std::string& size, bool down) {
    std::string all = "[[\"" + text + "\",\"" + size + "\"]";
    const auto step = best.raw() * kLevelDistancePpm / Ratio::kOne;
    for (unsigned level = 1; level < kLevels; ++level) {
        const auto raw = down ? best.raw() - level * step : best.raw() + level * step;
        all += ",[\"" + Price::from_raw(raw / 10'000'000'000 * 10'000'000'000).to_string() +
               "\",\"0.10000000\"]";
    }
    return all + "]";
}

std::string book_text(const Book& book, const BestPrice& best) {
    const auto micros =
        std::chrono::floor<std::chrono::microseconds>(best.at.time_since_epoch()).count();
    return R"({"data":{)" + quoted("timestamp", std::to_string(micros / 1'000'000)) + "," +
           quoted("microtimestamp", std::to_string(micros)) + R"(,"bids":)" +
           levels(best.bid, best.bid_text, best.bid_size, true) + R"(,"asks":)" +
           levels(best.ask, best.ask_text, best.ask_size, false) + R"(},"channel":)" +
           venue::json_string(book.channel) + R"(,"event":"data"})";
}

class BitstampConversation final : public Conversation {
  public:
    explicit BitstampConversation(const Opinion& opinion) : opinion_{opinion} {}

    void begin(Instant /*now*/, Saying& /*say*/) override {}
    void hear(std::string_view text, Instant now, Saying& say) override;
    void beat(Instant now, Saying& say) override;

  private:
    void subscribe(const std::string& channel, Instant now, Saying& say);
    void tell(Book& book, const BestPrice& best, Saying& say);

    const Opinion& opinion_;
    bool asked_to_leave_ = false;
    std::vector<Book> books_;
};

void BitstampConversation::hear(std::string_view text, Instant now, Saying& say) {
    const auto read = venue::read_json(text);
    const auto event = read ? venue::text_or_empty(*read, "event") : std::string{};
    if (event == "bts:heartbeat") {
        say.texts.emplace_back(
            R"({"event":"bts:heartbeat","channel":"","data":{"status":"success"}})"
        );
        return;
    }
    const auto* data = read ? read->present("data") : nullptr;
    if (event == "bts:subscribe" && data != nullptr) {
        return subscribe(venue::text_or_empty(*data, "channel"), now, say);
    }
    say.texts.emplace_back(
        R"({"event":"bts:error","channel":"","data":{"code":null,"message":"Bad subscription string."}})"
    );
}

void BitstampConversation::subscribe(const std::string& channel, Instant now, Saying& say) {
    const bool is_book = channel.starts_with(kBookChannel);
    auto market =
        is_book ? opinion_.market_called(channel.substr(kBookChannel.size())) : std::nullopt;
    if (!market) {
        say.texts.push_back(
            R"({"event":"bts:error","channel":)" + venue::json_string(channel) +
            R"(,"data":{"code":null,"message":"Bad subscription string."}})"
        );
        return;
    }
    say.texts.push_back(
        R"({"event":"bts:subscription_succeeded","channel":)" + venue::json_string(channel) +
        R"(,"data":{}})"
    );
    Book book{channel, std::move(*market), 0};
    if (const auto best = opinion_.best(book.market, now)) tell(book, *best, say);
    books_.push_back(std::move(book));
}

void BitstampConversation::tell(Book& book, const BestPrice& best, Saying& say) {
    book.told = best.count;
    say.texts.push_back(book_text(book, best));
}

void BitstampConversation::beat(Instant now, Saying& say) {
    if (opinion_.outage(now) == Outage::How::maintenance && !asked_to_leave_) {
        asked_to_leave_ = true;
        say.texts.emplace_back(R"({"event":"bts:request_reconnect","channel":"","data":""})");
    }
    for (auto& book : books_) {
        const auto best = opinion_.best(book.market, now);
        if (best && best->count != book.told) tell(book, *best, say);
    }
}

}  // namespace

std::unique_ptr<Conversation> bitstamp_conversation(const Opinion& opinion) {
    return std::make_unique<BitstampConversation>(opinion);
}

}  // namespace unrip::sandbox
