#include "venue/price/feed_watch.hpp"

#include <gtest/gtest.h>

namespace unrip::venue {
namespace {

constexpr Milliseconds kSecond{1'000};

/// A feed that is connected and has a good quote; each test breaks one thing.
struct FeedWatchTest : testing::Test {
    FeedWatchTest() {
        watch.connected(now());
        quote.symbol = "X";
        quote.bid = Price::from_raw(9'990);
        quote.ask = Price::from_raw(10'010);
        say();
    }

    Moment now() const { return {clock.now(), clock.tick()}; }
    void say() { watch.on(PriceQuotes{quote}, now()); }
    void beat() { watch.on(FeedHeartbeat{}, now()); }
    FeedVerdict verdict() const { return watch.verdict(now()); }

    ManualClock clock{from_unix_ms(1'795'165'200'000)};
    PriceQuote quote;
    FeedWatch watch{
        "X",
        {.quote_age_max = 5 * kSecond,
         .silence_max = 3 * kSecond,
         .frozen_max = 60 * kSecond,
         .ahead_max = 10 * kSecond,
         .spread_max = Ratio::bps(50)}};
};

TEST_F(FeedWatchTest, BelievesAFreshQuote) {
    EXPECT_EQ(verdict(), FeedVerdict::good);
    ASSERT_NE(watch.quote(), nullptr);
    EXPECT_EQ(watch.quote()->bid, quote.bid);
}

TEST_F(FeedWatchTest, HasNothingBeforeTheFirstQuoteOfAConnection) {
    watch.disconnected();
    EXPECT_EQ(verdict(), FeedVerdict::disconnected);
    watch.connected(now());
    EXPECT_EQ(verdict(), FeedVerdict::no_quote);
}

TEST_F(FeedWatchTest, FallsSilentWithoutAnyFrame) {
    clock.advance(3 * kSecond);
    EXPECT_EQ(verdict(), FeedVerdict::good);
    clock.advance(Milliseconds{1});
    EXPECT_EQ(verdict(), FeedVerdict::silent);
}

TEST_F(FeedWatchTest, KeepsAQuietMarketAliveByHeartbeatsButNotForEver) {
    clock.advance(3 * kSecond);
    beat();
    clock.advance(2 * kSecond);
    EXPECT_EQ(verdict(), FeedVerdict::good);
    clock.advance(Milliseconds{1});
    EXPECT_EQ(verdict(), FeedVerdict::stale);
}

TEST_F(FeedWatchTest, MeasuresAgeFromTheExchangesOwnTime) {
    quote.exchange_time = clock.now() - 5 * kSecond;
    say();
    EXPECT_EQ(verdict(), FeedVerdict::good);
    clock.advance(Milliseconds{1});
    EXPECT_EQ(verdict(), FeedVerdict::stale);
}

TEST_F(FeedWatchTest, NoticesThatItsOwnClockWasSetBack) {
    quote.exchange_time = clock.now();
    say();
    clock.advance(6 * kSecond);
    beat();
    clock.jump_to(*quote.exchange_time);
    EXPECT_EQ(verdict(), FeedVerdict::stale);
}

TEST_F(FeedWatchTest, DoubtsAQuoteFromTheFuture) {
    quote.exchange_time = clock.now() + 10 * kSecond;
    say();
    EXPECT_EQ(verdict(), FeedVerdict::good);
    quote.exchange_time = clock.now() + 11 * kSecond;
    say();
    EXPECT_EQ(verdict(), FeedVerdict::clock_skew);
}

TEST_F(FeedWatchTest, RefusesBooksThatAreNone) {
    quote.bid = Price{};
    say();
    EXPECT_EQ(verdict(), FeedVerdict::zero_book);
    quote.bid = Price::from_raw(10'011);
    say();
    EXPECT_EQ(verdict(), FeedVerdict::crossed_book);
    quote.bid = quote.ask;
    say();
    EXPECT_EQ(verdict(), FeedVerdict::good);
    quote.bid = Price::from_raw(9'900);
    say();
    EXPECT_EQ(verdict(), FeedVerdict::wide_book);
}

TEST_F(FeedWatchTest, IsFrozenWhenQuotesComeAndNeverMove) {
    for (int count = 0; count < 60; ++count) {
        clock.advance(kSecond);
        say();
    }
    EXPECT_EQ(verdict(), FeedVerdict::good);
    clock.advance(kSecond);
    say();
    EXPECT_EQ(verdict(), FeedVerdict::frozen);
    quote.ask = Price::from_raw(10'011);
    say();
    EXPECT_EQ(verdict(), FeedVerdict::good);
}

TEST_F(FeedWatchTest, LeavesOutQuotesOlderThanItsNewest) {
    quote.sequence = 7;
    say();
    auto older = quote;
    older.sequence = 6;
    older.bid = Price::from_raw(1);
    watch.on(PriceQuotes{older}, now());
    EXPECT_EQ(watch.quote()->bid, quote.bid);
    EXPECT_EQ(watch.out_of_order(), 1U);

    quote.sequence.reset();
    quote.exchange_time = clock.now();
    say();
    auto earlier = quote;
    earlier.exchange_time = clock.now() - kSecond;
    watch.on(PriceQuotes{earlier}, now());
    EXPECT_EQ(watch.out_of_order(), 2U);
}

TEST_F(FeedWatchTest, StartsCountingAnewWithEachConnection) {
    quote.sequence = 7;
    say();
    watch.connected(now());
    quote.sequence = 1;
    say();
    EXPECT_EQ(watch.quote()->sequence, 1U);
    EXPECT_EQ(watch.out_of_order(), 0U);
}

TEST_F(FeedWatchTest, MissesAQuoteOnlyWhenTwoHeartbeatsDo) {
    const FeedHeartbeat ahead{.symbol = "X", .last_trade = 12};
    quote.trade = 10;
    say();
    watch.on(ahead, now());
    EXPECT_EQ(verdict(), FeedVerdict::good);
    watch.on(ahead, now());
    EXPECT_EQ(verdict(), FeedVerdict::missed_quotes);
    quote.trade = 12;
    say();
    watch.on(ahead, now());
    EXPECT_EQ(verdict(), FeedVerdict::good);
}

TEST_F(FeedWatchTest, TrustsASourceThatSaysItIsDownAtItsWord) {
    watch.on(FeedStatus{.usable = false, .reconnect = false, .text = "maintenance"}, now());
    EXPECT_EQ(verdict(), FeedVerdict::source_down);
    say();
    EXPECT_EQ(verdict(), FeedVerdict::source_down);
    watch.on(FeedStatus{.usable = true, .reconnect = false, .text = "online"}, now());
    EXPECT_EQ(verdict(), FeedVerdict::good);
}

TEST_F(FeedWatchTest, IgnoresOtherSymbols) {
    auto other = quote;
    other.symbol = "Y";
    other.bid = Price{};
    watch.on(PriceQuotes{other}, now());
    EXPECT_EQ(verdict(), FeedVerdict::good);
}

}  // namespace
}  // namespace unrip::venue
