#include "reading.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace unrip::market_reference_ingest {
namespace {

using namespace std::chrono_literals;
using messages::SourceUse;
using policy::Market;
using policy::ReferenceSource;
using testing::ElementsAre;
using testing::IsEmpty;
using venue::FeedVerdict;

constexpr auto kNow = from_unix_ms(1'795'176'000'000);

struct ReadingTest : testing::Test {
    ReferenceSource kraken{Market::kraken, {"BTC/EUR"}, {"XBTEUR"}, {}};
    ReferenceSource coinbase{Market::coinbase, {"BTC-USD", "EUR-USD"}, {"BTC-USD", "EUR-USD"}, {}};

    static venue::SourcePrice price(const char* bid, const char* ask, Milliseconds age) {
        venue::SourcePrice made;
        made.bid = *Price::parse(bid);
        made.ask = *Price::parse(ask);
        made.exchange_time = kNow - age;
        made.received_at = kNow - age;
        return made;
    }
    static Reading good(const ReferenceSource& source, venue::SourcePrice price) {
        Reading reading;
        reading.source = &source;
        reading.verdict = FeedVerdict::good;
        reading.price = price;
        reading.last_frame_at = kNow - 100ms;
        reading.quote_age_max = 60s;
        return reading;
    }
    static messages::MarketPrice told_of(const std::vector<Reading>& readings) {
        std::vector<strategy::SourceQuote> quotes;
        for (const auto& reading : readings)
            quotes.push_back(quote_of(reading));
        return told(strategy::agree(quotes, {}, kNow), readings, 2, kNow);
    }
};

TEST_F(ReadingTest, TellsThePriceThatTwoAgreeOn) {
    const auto price_told = told_of(
        {good(kraken, price("59998", "60002", 300ms)),
         good(coinbase, price("60000", "60004", 50ms))}
    );
    EXPECT_EQ(price_told.status, messages::PriceStatus::agreed);
    EXPECT_EQ(price_told.mid, *Price::parse("60001"));
    EXPECT_EQ(price_told.observed_at_ns, to_unix_ns(kNow - 300ms));
    EXPECT_EQ(price_told.sources_min, 2U);
    ASSERT_EQ(price_told.sources.size(), 2U);
    EXPECT_EQ(price_told.sources[0].source, "kraken");
    EXPECT_FALSE(price_told.sources[0].route);
    EXPECT_EQ(price_told.sources[0].age_ms, 300);
    EXPECT_EQ(price_told.sources[1].route, "btc-usd/eur-usd");
}

TEST_F(ReadingTest, TellsNoNumberWhereThereIsNoAgreement) {
    Reading gone;
    gone.source = &coinbase;
    const auto price_told = told_of({good(kraken, price("59998", "60002", 300ms)), gone});
    EXPECT_EQ(price_told.status, messages::PriceStatus::too_few_sources);
    EXPECT_FALSE(price_told.mid);
    EXPECT_FALSE(price_told.half_width_ppm);
    EXPECT_FALSE(price_told.disagreement_ppm);
    EXPECT_FALSE(price_told.observed_at_ns);
    EXPECT_EQ(price_told.sources[1].use, SourceUse::silent);
    EXPECT_FALSE(price_told.sources[1].bid);
}

TEST_F(ReadingTest, TellsHowFarApartTheyAreWhereTheyDisagree) {
    const auto price_told = told_of(
        {good(kraken, price("59998", "60002", 0ms)), good(coinbase, price("61598", "61602", 0ms))}
    );
    EXPECT_EQ(price_told.status, messages::PriceStatus::sources_disagree);
    EXPECT_FALSE(price_told.mid);
    EXPECT_FALSE(price_told.observed_at_ns);
}

TEST_F(ReadingTest, ALivingSocketVouchesForAQuoteThatDoesNotChange) {
    const auto quote = quote_of(good(kraken, price("59998", "60002", 20s)));
    const auto view = strategy::look_at(quote, {}, kNow);
    EXPECT_EQ(view.use, strategy::SourceUse::used);
    EXPECT_EQ(view.observed_at, kNow - 100ms);
}

TEST_F(ReadingTest, NothingVouchesForWhatWasFetched) {
    auto fetched = price("59998", "60002", 20s);
    fetched.is_fetched = true;
    const auto view = strategy::look_at(quote_of(good(kraken, fetched)), {}, kNow);
    EXPECT_EQ(view.use, strategy::SourceUse::frozen);
    EXPECT_FALSE(view.observed_at);
}

TEST_F(ReadingTest, CrossesOfOneMarketShareTheirLegs) {
    const auto direct = quote_of(good(kraken, price("1", "2", 0ms)));
    const auto cross = quote_of(good(coinbase, price("1", "2", 0ms)));
    EXPECT_THAT(direct.legs, IsEmpty());
    EXPECT_THAT(cross.legs, ElementsAre("coinbase:BTC-USD", "coinbase:EUR-USD"));
}

TEST_F(ReadingTest, AConfidenceIsADoubt) {
    auto oracle = price("59940", "60060", 0ms);
    oracle.confidence = *Price::parse("60");
    EXPECT_EQ(quote_of(good(kraken, oracle)).uncertainty, Ratio::millionths(1'000));
    EXPECT_EQ(quote_of(good(kraken, price("1", "2", 0ms))).uncertainty, Ratio{});
}

TEST_F(ReadingTest, EveryVerdictHasAUse) {
    const std::vector<std::pair<FeedVerdict, SourceUse>> uses{
        {FeedVerdict::disconnected, SourceUse::silent},
        {FeedVerdict::silent, SourceUse::frozen},
        {FeedVerdict::source_down, SourceUse::frozen},
        {FeedVerdict::no_quote, SourceUse::silent},
        {FeedVerdict::zero_book, SourceUse::invalid},
        {FeedVerdict::crossed_book, SourceUse::invalid},
        {FeedVerdict::wide_book, SourceUse::invalid},
        {FeedVerdict::clock_skew, SourceUse::stale},
        {FeedVerdict::stale, SourceUse::stale},
        {FeedVerdict::frozen, SourceUse::frozen},
        {FeedVerdict::missed_quotes, SourceUse::stale},
    };
    EXPECT_EQ(uses.size() + 1, venue::kFeedVerdicts);  // All but good.
    for (const auto& [verdict, use] : uses) {
        Reading reading;
        reading.source = &kraken;
        reading.verdict = verdict;
        EXPECT_EQ(told_of({reading}).sources.at(0).use, use) << to_text(verdict);
    }
}

TEST_F(ReadingTest, MovesWithThePriceAndItsDoubtsButNotWithItsAge) {
    const std::vector before{
        good(kraken, price("59998", "60002", 0ms)), good(coinbase, price("60000", "60004", 0ms))};
    auto older = before;
    for (auto& reading : older)
        reading.price->exchange_time = kNow - 400ms;
    EXPECT_FALSE(has_moved(told_of(before), told_of(older)));

    auto moved = before;
    moved[0].price->ask = *Price::parse("60003");
    EXPECT_TRUE(has_moved(told_of(before), told_of(moved)));

    auto gone = before;
    gone[1].price.reset();
    gone[1].verdict = FeedVerdict::disconnected;
    EXPECT_TRUE(has_moved(told_of(before), told_of(gone)));
}

}  // namespace
}  // namespace unrip::market_reference_ingest
