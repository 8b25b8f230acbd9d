#include "venue/price/source_price.hpp"

#include <gtest/gtest.h>

namespace unrip::venue {
namespace {

constexpr Milliseconds kSecond{1'000};

Price price(const char* text) {
    return *Price::parse(text);
}

SourcePrice leg(const char* bid, const char* ask, int arrived_ms) {
    SourcePrice made;
    made.bid = price(bid);
    made.ask = price(ask);
    made.received_at = from_unix_ms(arrived_ms);
    made.received_tick = Tick{Milliseconds{arrived_ms}};
    return made;
}

TEST(Cross, CrossesBothSpreads) {
    const auto crossed = cross(leg("90000", "90010", 5), leg("1.25", "1.26", 7));
    ASSERT_TRUE(crossed);
    EXPECT_EQ(crossed->bid.to_string(), "71428.571428571428571428");
    EXPECT_EQ(crossed->ask.to_string(), "72008");
}

TEST(Cross, RoundsTheBidDownAndTheAskUp) {
    const auto crossed = cross(leg("1", "1", 1), leg("3", "3", 1));
    ASSERT_TRUE(crossed);
    EXPECT_EQ(crossed->bid.to_string(), "0.333333333333333333");
    EXPECT_EQ(crossed->ask.to_string(), "0.333333333333333334");
}

TEST(Cross, IsAsOldAsItsOlderLeg) {
    auto one = leg("1", "1", 5);
    auto other = leg("1", "1", 7);
    auto crossed = cross(one, other);
    EXPECT_EQ(crossed->received_at, from_unix_ms(5));
    EXPECT_EQ(crossed->received_tick, Tick{Milliseconds{5}});
    EXPECT_FALSE(crossed->exchange_time);

    one.exchange_time = from_unix_ms(4);
    EXPECT_FALSE(cross(one, other)->exchange_time);
    other.exchange_time = from_unix_ms(3);
    EXPECT_EQ(cross(one, other)->exchange_time, from_unix_ms(3));
}

TEST(Cross, IsAtLeastAsUncertainAsItsLegsTogether) {
    auto one = leg("99", "101", 1);
    one.confidence = price("1");
    auto other = leg("9.9", "10.1", 1);
    other.confidence = price("0.1");
    const auto crossed = cross(one, other);
    ASSERT_TRUE(crossed && crossed->confidence);
    // 1 % and 1 % of 10.
    EXPECT_GE(*crossed->confidence, price("0.2"));
    EXPECT_LT(*crossed->confidence, price("0.201"));
}

TEST(Cross, RefusesALegWithoutAPrice) {
    EXPECT_FALSE(cross(leg("1", "1", 1), leg("0", "1", 1)));
    EXPECT_FALSE(cross(leg("1", "1", 1), leg("0", "0", 1)));
}

struct PriceFeedTest : testing::Test {
    Moment now() const { return {clock.now(), clock.tick()}; }
    void say(const char* symbol, const char* bid, const char* ask) {
        PriceQuote quote;
        quote.symbol = symbol;
        quote.bid = price(bid);
        quote.ask = price(ask);
        quote.exchange_time = clock.now();
        feed.on(PriceQuotes{quote}, now());
    }

    ManualClock clock{from_unix_ms(1'795'165'200'000)};
    PriceFeed feed{{"BTC", "EUR"}, FeedRules{}};
};

TEST_F(PriceFeedTest, NeedsBothLegs) {
    feed.connected(now());
    say("BTC", "90000", "90010");
    EXPECT_EQ(feed.verdict(now()), FeedVerdict::no_quote);
    EXPECT_FALSE(feed.price(now()));
    say("EUR", "1.25", "1.2501");
    EXPECT_EQ(feed.verdict(now()), FeedVerdict::good);
    EXPECT_TRUE(feed.price(now()));
}

TEST_F(PriceFeedTest, HasNoPriceWhileOneLegIsStale) {
    feed.connected(now());
    say("EUR", "1.25", "1.2501");
    clock.advance(4 * kSecond);
    say("BTC", "90000", "90010");
    EXPECT_TRUE(feed.price(now()));
    clock.advance(2 * kSecond);
    EXPECT_EQ(feed.verdict(now()), FeedVerdict::stale);
    EXPECT_FALSE(feed.price(now()));
}

TEST_F(PriceFeedTest, HasNoLastKnownPrice) {
    feed.connected(now());
    say("BTC", "90000", "90010");
    say("EUR", "1.25", "1.2501");
    feed.disconnected();
    EXPECT_FALSE(feed.price(now()));
}

TEST(DirectFeed, PassesItsQuoteOn) {
    const Moment moment{from_unix_ms(9), Tick{Milliseconds{5}}};
    PriceFeed feed{{"X"}, FeedRules{}};
    feed.connected(moment);
    PriceQuote quote;
    quote.symbol = "X";
    quote.bid = price("1");
    quote.ask = price("1.001");
    feed.on(PriceQuotes{quote}, moment);
    const auto got = feed.price(moment);
    ASSERT_TRUE(got);
    EXPECT_EQ(got->bid, quote.bid);
    EXPECT_EQ(got->received_at, moment.wall);
    EXPECT_FALSE(got->exchange_time);
}

}  // namespace
}  // namespace unrip::venue
