#pragma once

#include "venue/price/feed_watch.hpp"

namespace unrip::venue {

/// What one source thinks of one pair, at times that can be checked.
struct SourcePrice {
    Price bid;
    Price ask;
    std::optional<Price> confidence;       ///< Of oracles; half of ask - bid.
    std::optional<Instant> exchange_time;  ///< Of a cross: the older leg's; none if a leg has none.
    Instant received_at;                   ///< Of a cross: the older leg's.
    Tick received_tick;
    /// Fetched over REST: nothing vouches for it after its arrival, as a living socket would.
    bool is_fetched = false;
};

SourcePrice source_price(const PriceQuote& quote, Moment arrived);

/// BTC/USD over EUR/USD is BTC/EUR: what can be had by trading both legs, so the spreads add up.
/// The bid rounds down and the ask up. Fails when a leg's price is zero, or the quotient too large.
Result<SourcePrice> cross(const SourcePrice& numerator, const SourcePrice& denominator);

/// One feed of a source: a pair quoted directly, or crossed from two legs that must both be good.
class PriceFeed {
  public:
    /// One symbol, or two: the first divided by the second.
    PriceFeed(const std::vector<std::string>& symbols, const FeedRules& rules);

    void connected(Moment now);
    void disconnected();
    void on(const FeedMessage& message, Moment now);

    /// Good only if every leg is; otherwise what ails the first that is not.
    FeedVerdict verdict(Moment now) const;

    /// The price when the verdict is good, and nothing otherwise: there is no last known price.
    std::optional<SourcePrice> price(Moment now) const;

    std::uint64_t out_of_order() const;

  private:
    std::vector<FeedWatch> legs_;
};

}  // namespace unrip::venue
