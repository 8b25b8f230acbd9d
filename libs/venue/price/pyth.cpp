#include "venue/price/pyth.hpp"

#include "venue/json/exact_number.hpp"
#include "venue/price/wire_reading.hpp"

namespace unrip::venue {
namespace {

/// `count * 10^exponent`, neither of which goes through a double.
std::optional<Price> scaled(const std::string& count, const std::string& exponent) {
    const auto price = exact_price(JsonValue{count + "e" + exponent});
    return price ? std::optional{*price} : std::nullopt;
}

Price minus(Price price, Price confidence) {
    return confidence < price ? Price::from_raw(price.raw() - confidence.raw()) : Price{};
}

/// One feed's entry; nothing when it is not all there.
std::optional<PriceQuote> read_entry(const JsonValue& entry, const std::string& id) {
    const auto* stated = entry.present("price");
    if (stated == nullptr) return std::nullopt;
    const auto* exponent = stated->present("expo");
    if (exponent == nullptr || exponent->number() == nullptr) return std::nullopt;
    const auto price = scaled(text_or_empty(*stated, "price"), *exponent->number());
    const auto confidence = scaled(text_or_empty(*stated, "conf"), *exponent->number());
    if (!price || !confidence) return std::nullopt;
    const auto upper = add(price->raw(), confidence->raw());
    if (!upper) return std::nullopt;
    PriceQuote quote;
    quote.symbol = id;
    quote.bid = minus(*price, *confidence);
    quote.ask = Price::from_raw(*upper);
    quote.confidence = *confidence;
    return quote;
}

std::optional<std::uint64_t> read_publish_time(const JsonValue& entry) {
    constexpr std::uint64_t seconds_max = 7'258'118'400;  // The year 2200.
    const auto* stated = entry.present("price");
    const auto seconds = stated != nullptr ? read_count(*stated, "publish_time") : std::nullopt;
    return seconds && *seconds <= seconds_max ? seconds : std::nullopt;
}

}  // namespace

FeedRules PythWire::usual_rules() const {
    return {.quote_age_max = Milliseconds{5'000}, .silence_max = Milliseconds{10'000}};
}

FeedMessage PythWire::parse(std::string_view update) const {
    const auto read = read_feed_object(update);
    if (const auto* problem = std::get_if<FeedIgnored>(&read)) return *problem;
    const auto* parsed = std::get<JsonValue>(read).present("parsed");
    const auto* entries = parsed != nullptr ? parsed->array() : nullptr;
    if (entries == nullptr) return ignored(FeedProblem::unknown_message);
    PriceQuotes quotes;
    for (const auto& entry : *entries) {
        auto id = text_or_empty(entry, "id");
        if (id.rfind("0x", 0) == 0) id.erase(0, 2);
        if (!is_ours(settings_.feed_ids, id)) continue;
        auto quote = read_entry(entry, id);
        if (!quote) return ignored(FeedProblem::bad_price);
        const auto time = read_publish_time(entry);
        if (!time) return ignored(FeedProblem::bad_time);
        quote->exchange_time = Instant{std::chrono::seconds{static_cast<std::int64_t>(*time)}};
        quotes.push_back(std::move(*quote));
    }
    if (quotes.empty()) return ignored(FeedProblem::other_symbol);
    return quotes;
}

std::vector<RestAddress> PythWire::rest_addresses() const {
    std::string url = settings_.rest_url + "/v2/updates/price/latest?parsed=true";
    for (const auto& id : settings_.feed_ids)
        url += "&ids[]=" + id;
    url += "&ignore_invalid_price_ids=true";
    return {{url, settings_.api_key ? settings_.api_key() : std::string{}}};
}

}  // namespace unrip::venue
