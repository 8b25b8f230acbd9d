#pragma once

#include "venue/price/feed_message.hpp"
#include "venue/price/feed_rules.hpp"

namespace unrip::venue {

/// Now, on both clocks.
struct Moment {
    Instant wall;  ///< To compare with what a source says of its own time.
    Tick tick;     ///< To measure how long ago something arrived.
};

/// Whether a source may be believed, and if not, why not: a metric label.
enum class FeedVerdict {
    good,
    disconnected,   ///< No socket, and no answer over REST either.
    silent,         ///< Connected, but nothing at all arrives.
    source_down,    ///< It says so itself.
    no_quote,       ///< None yet since connecting.
    zero_book,      ///< A side is empty or costs nothing.
    crossed_book,   ///< The bid is above the ask.
    wide_book,      ///< Further apart than the rules allow.
    clock_skew,     ///< The quote comes from the future.
    stale,          ///< The quote is too old.
    frozen,         ///< Quotes come, and never change.
    missed_quotes,  ///< The source has told of trades whose quotes did not arrive.
};

inline constexpr std::size_t kFeedVerdicts = 12;

std::string_view to_text(FeedVerdict verdict);

/// The state of one symbol of one source: told every message and the time, asked for a verdict.
/// Reads no clock.
class FeedWatch {
  public:
    FeedWatch(std::string symbol, FeedRules rules) : symbol_{std::move(symbol)}, rules_{rules} {}

    /// A new connection: what came over the last one is history, its counters too.
    void connected(Moment now);
    void disconnected();

    void on(const FeedMessage& message, Moment now);

    FeedVerdict verdict(Moment now) const;

    /// The newest quote, good or not; nullptr when there is none.
    const PriceQuote* quote() const { return quote_ ? &*quote_ : nullptr; }
    Moment quote_arrived() const { return quote_arrived_; }

    /// Quotes that came after newer ones, and were left out.
    std::uint64_t out_of_order() const { return out_of_order_; }

  private:
    void take(const PriceQuote& quote, Moment now);
    void hear(const FeedHeartbeat& heartbeat);
    bool is_older(const PriceQuote& quote) const;
    FeedVerdict book_verdict() const;
    FeedVerdict time_verdict(Moment now) const;

    std::string symbol_;
    FeedRules rules_;

    bool connected_ = false;
    bool usable_ = true;
    Tick last_frame_{};
    std::optional<PriceQuote> quote_;
    Moment quote_arrived_{};
    Tick moved_{};  ///< When bid or ask last changed.
    std::optional<std::uint64_t> trade_seen_;
    std::optional<std::uint64_t> trade_told_;  ///< By the heartbeat before this one.
    bool missed_ = false;
    std::uint64_t out_of_order_ = 0;
};

}  // namespace unrip::venue
