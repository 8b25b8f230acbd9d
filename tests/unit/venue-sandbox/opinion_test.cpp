#include "exchanges/opinion.hpp"

#include <gtest/gtest.h>

namespace unrip::sandbox {
namespace {

const Instant kStart = from_unix_ms(1'795'165'200'000);

struct Market {
    explicit Market(std::string_view text) : world{*parse_scenario(text), kStart} {}
    World world;
    Opinion kraken{world, "kraken"};
};

Instant after(int ms) {
    return kStart + Milliseconds{ms};
}

TEST(Opinion, FollowsTheTruthWithItsLagAndSpread) {
    Market market{
        R"({"exchanges":{"kraken":{"lag_ms":500,"noise_ppm":0,"half_spread_ppm":1000,"every_ms":100}}})"};
    ASSERT_TRUE(market.world.set_price("BTC/EUR", *Price::parse("50000"), after(5'000)));
    ASSERT_TRUE(market.world.hold_regime("BTC/EUR", "calm", after(5'000)));
    const auto before = market.kraken.best("BTC/EUR", after(5'400));
    EXPECT_GT(before->bid, *Price::parse("55000"));
    const auto then = market.kraken.best("BTC/EUR", after(5'500));
    EXPECT_EQ(then->bid_text, "49950.00");
    EXPECT_EQ(then->ask_text, "50050.00");
    EXPECT_EQ(then->at, after(5'500));
}

TEST(Opinion, IsTheSameForEveryoneAndBetweenTwoLooks) {
    Market market{"{}"};
    Opinion other{market.world, "kraken"};
    const auto first = market.kraken.best("BTC/EUR", after(3'210));
    const auto second = other.best("BTC/EUR", after(3'290));
    EXPECT_TRUE(first->same_prices(*second));
    EXPECT_EQ(first->count, second->count);
    EXPECT_LT(first->bid, first->ask);
}

TEST(Opinion, DiffersFromExchangeToExchange) {
    Market market{R"({"exchanges":{"kraken":{"noise_ppm":500},"coinbase":{"noise_ppm":500}}})"};
    const Opinion coinbase{market.world, "coinbase"};
    EXPECT_FALSE(market.kraken.best("BTC/EUR", after(9'000))
                     ->same_prices(*coinbase.best("BTC/EUR", after(9'000))));
}

TEST(Opinion, KnowsAMarketUnderEveryWriting) {
    Market market{"{}"};
    for (const auto* name : {"BTC/EUR", "BTC-EUR", "btceur", "BTCEUR", "XBTEUR", "XBT/EUR"})
        EXPECT_EQ(market.kraken.market_called(name), "BTC/EUR") << name;
    EXPECT_FALSE(market.kraken.market_called("DOGE/EUR"));
}

TEST(Opinion, StandsStillWhileItIsFrozenAndGoesOnTelling) {
    Market market{
        R"({"exchanges":{"kraken":{"outages":[{"how":"frozen","from_ms":1000,"until_ms":9000}]}}})"};
    EXPECT_EQ(market.kraken.outage(after(1'000)), Outage::How::frozen);
    EXPECT_FALSE(market.kraken.outage(after(999)));
    const auto first = market.kraken.best("BTC/EUR", after(1'000));
    const auto later = market.kraken.best("BTC/EUR", after(8'900));
    EXPECT_TRUE(first->same_prices(*later));
    EXPECT_GT(later->at, first->at);
    EXPECT_FALSE(first->same_prices(*market.kraken.best("BTC/EUR", after(9'000))));
}

TEST(Opinion, WritesCheapThingsWithMorePlaces) {
    Market market{
        R"({"markets":[{"name":"A/EUR","start":"0.0123456789"},{"name":"B/EUR","start":"1234567.89"}]})"};
    const auto cheap = market.kraken.best("A/EUR", kStart)->bid_text;
    EXPECT_EQ(cheap.substr(0, 5), "0.012");
    EXPECT_EQ(cheap.size(), 8U);
    const auto dear = market.kraken.best("B/EUR", kStart)->bid_text;
    EXPECT_EQ(dear.find('.'), dear.size() - 2);
}

}  // namespace
}  // namespace unrip::sandbox
