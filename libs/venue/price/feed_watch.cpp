#include "venue/price/feed_watch.hpp"

#include <array>

namespace unrip::venue {
namespace {

constexpr std::array<std::string_view, kFeedVerdicts> kVerdictTexts{
    "good",
    "disconnected",
    "silent",
    "source_down",
    "no_quote",
    "zero_book",
    "crossed_book",
    "wide_book",
    "clock_skew",
    "stale",
    "frozen",
    "missed_quotes",
};
static_assert(static_cast<std::size_t>(FeedVerdict::missed_quotes) + 1 == kFeedVerdicts);

}  // namespace

std::string_view to_text(FeedVerdict verdict) {
    return kVerdictTexts.at(static_cast<std::size_t>(verdict));
}

void FeedWatch::connected(Moment now) {
    connected_ = true;
    usable_ = true;
    last_frame_ = now.tick;
    quote_.reset();
    trade_seen_.reset();
    trade_told_.reset();
    missed_ = false;
}

void FeedWatch::disconnected() {
    connected_ = false;
}

void FeedWatch::on(const FeedMessage& message, Moment now) {
    last_frame_ = now.tick;
    if (const auto* quotes = std::get_if<PriceQuotes>(&message)) {
        for (const auto& quote : *quotes) {
            if (quote.symbol == symbol_) take(quote, now);
        }
    } else if (const auto* heartbeat = std::get_if<FeedHeartbeat>(&message)) {
        if (heartbeat->symbol == symbol_) hear(*heartbeat);
    } else if (const auto* status = std::get_if<FeedStatus>(&message)) {
        usable_ = status->usable;
    }
}

bool FeedWatch::is_older(const PriceQuote& quote) const {
    if (!quote_) return false;
    if (quote.sequence && quote_->sequence) return *quote.sequence < *quote_->sequence;
    if (quote.exchange_time && quote_->exchange_time) {
        return *quote.exchange_time < *quote_->exchange_time;
    }
    return false;
}

void FeedWatch::take(const PriceQuote& quote, Moment now) {
    if (is_older(quote)) {
        ++out_of_order_;
        return;
    }
    const bool moved = !quote_ || quote_->bid != quote.bid || quote_->ask != quote.ask;
    if (moved) moved_ = now.tick;
    if (quote.trade) {
        trade_seen_ = quote.trade;
        missed_ = false;
    }
    quote_ = quote;
    quote_arrived_ = now;
}

/// A heartbeat may overtake the quote of the trade that it tells of, so a quote counts as missed
/// only when the next heartbeat finds it still missing.
void FeedWatch::hear(const FeedHeartbeat& heartbeat) {
    if (!heartbeat.last_trade) return;
    if (trade_seen_ && trade_told_ && *trade_told_ > *trade_seen_) missed_ = true;
    trade_told_ = heartbeat.last_trade;
}

FeedVerdict FeedWatch::book_verdict() const {
    if (quote_->bid.is_zero() || quote_->ask.is_zero()) return FeedVerdict::zero_book;
    if (quote_->bid > quote_->ask) return FeedVerdict::crossed_book;
    const auto half = distance(quote_->ask, middle(quote_->bid, quote_->ask));
    const bool wide = !half || half->millionths() > rules_.spread_max.millionths() / 2;
    return wide ? FeedVerdict::wide_book : FeedVerdict::good;
}

FeedVerdict FeedWatch::time_verdict(Moment now) const {
    if (quote_->exchange_time && *quote_->exchange_time - now.wall > rules_.ahead_max) {
        return FeedVerdict::clock_skew;
    }
    // Our own clock may be wrong, so a quote is also never younger than its arrival.
    if (now.tick - quote_arrived_.tick > rules_.quote_age_max) return FeedVerdict::stale;
    if (quote_->exchange_time && now.wall - *quote_->exchange_time > rules_.quote_age_max) {
        return FeedVerdict::stale;
    }
    const bool still_talking = now.tick - quote_arrived_.tick <= rules_.silence_max;
    if (still_talking && now.tick - moved_ > rules_.frozen_max) return FeedVerdict::frozen;
    return missed_ ? FeedVerdict::missed_quotes : FeedVerdict::good;
}

FeedVerdict FeedWatch::verdict(Moment now) const {
    if (!connected_) return FeedVerdict::disconnected;
    if (now.tick - last_frame_ > rules_.silence_max) return FeedVerdict::silent;
    if (!usable_) return FeedVerdict::source_down;
    if (!quote_) return FeedVerdict::no_quote;
    const auto book = book_verdict();
    return book == FeedVerdict::good ? time_verdict(now) : book;
}

}  // namespace unrip::venue
