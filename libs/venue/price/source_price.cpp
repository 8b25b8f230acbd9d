#include "venue/price/source_price.hpp"

#include "core/check.hpp"

#include <algorithm>

namespace unrip::venue {
namespace {

std::optional<Instant> older(std::optional<Instant> one, std::optional<Instant> other) {
    if (!one || !other) return std::nullopt;
    return std::min(*one, *other);
}

}  // namespace

SourcePrice source_price(const PriceQuote& quote, Moment arrived) {
    return {
        .bid = quote.bid,
        .ask = quote.ask,
        .confidence = quote.confidence,
        .exchange_time = quote.exchange_time,
        .received_at = arrived.wall,
        .received_tick = arrived.tick,
    };
}

Result<SourcePrice> cross(const SourcePrice& numerator, const SourcePrice& denominator) {
    if (denominator.bid.is_zero() || denominator.ask.is_zero()) {
        return fail(Error::Kind::malformed, "a leg of the cross has a price of zero");
    }
    const auto bid = divide(numerator.bid, denominator.ask, Rounding::down);
    if (!bid) return bid.failure();
    const auto ask = divide(numerator.ask, denominator.bid, Rounding::up);
    if (!ask) return ask.failure();
    SourcePrice crossed;
    crossed.bid = *bid;
    crossed.ask = *ask;
    if (numerator.confidence && denominator.confidence && *ask >= *bid) {
        crossed.confidence = Price::from_raw((ask->raw() - bid->raw()) / 2);
    }
    crossed.exchange_time = older(numerator.exchange_time, denominator.exchange_time);
    crossed.received_at = std::min(numerator.received_at, denominator.received_at);
    crossed.received_tick = std::min(numerator.received_tick, denominator.received_tick);
    return crossed;
}

PriceFeed::PriceFeed(const std::vector<std::string>& symbols, const FeedRules& rules) {
    check(symbols.size() == 1 || symbols.size() == 2, "a feed of neither one leg nor two");
    for (const auto& symbol : symbols)
        legs_.emplace_back(symbol, rules);
}

void PriceFeed::connected(Moment now) {
    for (auto& leg : legs_)
        leg.connected(now);
}

void PriceFeed::disconnected() {
    for (auto& leg : legs_)
        leg.disconnected();
}

void PriceFeed::on(const FeedMessage& message, Moment now) {
    for (auto& leg : legs_)
        leg.on(message, now);
}

FeedVerdict PriceFeed::verdict(Moment now) const {
    for (const auto& leg : legs_) {
        const auto verdict = leg.verdict(now);
        if (verdict != FeedVerdict::good) return verdict;
    }
    return FeedVerdict::good;
}

std::optional<SourcePrice> PriceFeed::price(Moment now) const {
    if (verdict(now) != FeedVerdict::good) return std::nullopt;
    const auto& first = legs_.front();
    auto price = source_price(*first.quote(), first.quote_arrived());
    if (legs_.size() == 1) return price;
    const auto& second = legs_.back();
    const auto crossed = cross(price, source_price(*second.quote(), second.quote_arrived()));
    return crossed ? std::optional{*crossed} : std::nullopt;
}

std::uint64_t PriceFeed::out_of_order() const {
    std::uint64_t count = 0;
    for (const auto& leg : legs_)
        count += leg.out_of_order();
    return count;
}

}  // namespace unrip::venue
