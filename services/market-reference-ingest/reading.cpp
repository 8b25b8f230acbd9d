#include "reading.hpp"

#include "core/check.hpp"

#include <algorithm>

namespace unrip::market_reference_ingest {
namespace {

using messages::SourceUse;
using venue::FeedVerdict;

/// A quote this young needs no living socket behind it.
constexpr Milliseconds kYoung{1'000};

/// Why there is nothing to look at, in the words of the message.
SourceUse use_without_price(FeedVerdict verdict) {
    switch (verdict) {
        case FeedVerdict::silent:
        case FeedVerdict::source_down:
        case FeedVerdict::frozen:
            return SourceUse::frozen;
        case FeedVerdict::zero_book:
        case FeedVerdict::crossed_book:
        case FeedVerdict::wide_book:
            return SourceUse::invalid;
        case FeedVerdict::clock_skew:
        case FeedVerdict::stale:
        case FeedVerdict::missed_quotes:
            return SourceUse::stale;
        case FeedVerdict::good:
        case FeedVerdict::disconnected:
        case FeedVerdict::no_quote:
            break;
    }
    return SourceUse::silent;
}

SourceUse use_of(const strategy::SourceView& view) {
    const auto use = messages::from_text<SourceUse>(strategy::to_text(view.use));
    check(use.has_value(), "the engine and the messages have the same uses of a source");
    return *use;
}

messages::PriceStatus status_of(strategy::PriceStatus status) {
    switch (status) {
        case strategy::PriceStatus::agreed:
            return messages::PriceStatus::agreed;
        case strategy::PriceStatus::sources_disagree:
            return messages::PriceStatus::sources_disagree;
        case strategy::PriceStatus::too_few_sources:
            break;
    }
    return messages::PriceStatus::too_few_sources;
}

std::optional<std::int64_t> ns_of(const std::optional<Instant>& at) {
    if (!at) return std::nullopt;
    return to_unix_ns(*at);
}

/// Half of a confidence interval as a share of the price; one that can't be expressed is as large
/// as a doubt can be.
Ratio doubt(const venue::SourcePrice& price) {
    if (!price.confidence) return {};
    const auto mid = middle(price.bid, price.ask);
    if (mid.is_zero()) return Ratio::millionths(Ratio::kOne);
    const auto above = distance(Price::from_raw(mid.raw() + price.confidence->raw()), mid);
    return above ? *above : Ratio::millionths(Ratio::kOne);
}

messages::PriceSource told_source(const Reading& reading, const strategy::SourceView& view) {
    messages::PriceSource source;
    source.source = policy::to_text(reading.source->market);
    if (auto route = reading.source->route(); !route.empty()) source.route = std::move(route);
    source.use = reading.price ? use_of(view) : use_without_price(reading.verdict);
    if (!reading.price) return source;
    source.bid = reading.price->bid;
    source.ask = reading.price->ask;
    source.confidence = reading.price->confidence;
    source.exchange_at_ns = ns_of(reading.price->exchange_time);
    source.received_at_ns = to_unix_ns(reading.price->received_at);
    if (view.age) source.age_ms = view.age->count();
    return source;
}

}  // namespace

strategy::SourceQuote quote_of(const Reading& reading) {
    strategy::SourceQuote quote;
    const auto& source = *reading.source;
    quote.name = policy::to_text(source.market);
    if (source.symbols.size() == 2) {
        for (const auto& symbol : source.symbols)
            quote.legs.push_back(quote.name + ":" + symbol);
    }
    if (!reading.price) return quote;
    const auto& price = *reading.price;
    quote.bid = price.bid;
    quote.ask = price.ask;
    quote.uncertainty = doubt(price);
    quote.quoted_at = price.exchange_time;
    quote.received_at = price.received_at;
    // Only a socket says "nothing has changed since"; what was fetched is as old as it is.
    quote.last_frame_at =
        price.is_fetched
            ? price.received_at
            : std::max(price.received_at, reading.last_frame_at.value_or(price.received_at));
    quote.age_max = std::min(kYoung, reading.quote_age_max);
    quote.age_max_while_alive = reading.quote_age_max;
    return quote;
}

messages::MarketPrice told(
    const strategy::Agreement& agreement,
    std::span<const Reading> readings,
    std::uint32_t sources_min,
    Instant now
) {
    check(agreement.views.size() == readings.size(), "an agreement of other readings");
    messages::MarketPrice price;
    price.status = status_of(agreement.status);
    if (agreement.mid) {
        price.mid = agreement.mid;
        price.half_width_ppm = agreement.half_width;
        price.observed_at_ns = ns_of(agreement.observed_at);
    }
    const bool is_known = agreement.mid || agreement.disagreement > Ratio{};
    if (is_known) price.disagreement_ppm = agreement.disagreement;
    price.computed_at_ns = to_unix_ns(now);
    price.sources_min = sources_min;
    for (std::size_t index = 0; index < readings.size(); ++index)
        price.sources.push_back(told_source(readings[index], agreement.views[index]));
    return price;
}

bool has_moved(const messages::MarketPrice& before, const messages::MarketPrice& now) {
    if (before.status != now.status || before.mid != now.mid) return true;
    if (before.half_width_ppm != now.half_width_ppm) return true;
    if (before.disagreement_ppm != now.disagreement_ppm) return true;
    return !std::equal(
        before.sources.begin(),
        before.sources.end(),
        now.sources.begin(),
        now.sources.end(),
        [](const messages::PriceSource& one, const messages::PriceSource& other) {
            return one.use == other.use;
        }
    );
}

}  // namespace unrip::market_reference_ingest
