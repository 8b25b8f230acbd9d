#include "world/world.hpp"

#include <gtest/gtest.h>

namespace unrip::sandbox {
namespace {

const Instant kStart = from_unix_ms(1'795'165'200'000);

World world_of(std::string_view text) {
    return World{*parse_scenario(text), kStart};
}

TEST(World, KnowsTheFutureAtOnceAndItComesTrue) {
    auto world = world_of(R"({"seed":3})");
    const auto soon = kStart + std::chrono::seconds{5};
    const auto foreseen = world.price("BTC/EUR", soon);
    EXPECT_NE(foreseen, world.price("BTC/EUR", kStart));
    for (int ms = 0; ms < 5'000; ms += 100)
        EXPECT_TRUE(world.price("BTC/EUR", kStart + Milliseconds{ms}));
    EXPECT_EQ(world.price("BTC/EUR", soon), foreseen);
}

TEST(World, HasNoTriangleToEarnOn) {
    auto world = world_of(R"({"seed":3})");
    const auto then = kStart + std::chrono::seconds{60};
    const auto eur = *world.price("BTC/EUR", then);
    const auto usd = *world.price("EUR/USD", then);
    EXPECT_EQ(world.price("BTC/USD", then), *multiply(eur, usd, Rounding::down));
    EXPECT_FALSE(world.price("BTC/GBP", then));
}

TEST(World, FollowsAPersonsWord) {
    auto world = world_of("{}");
    const auto now = kStart + std::chrono::seconds{1};
    ASSERT_TRUE(world.set_price("BTC/EUR", *Price::parse("70000"), now));
    EXPECT_EQ(world.price("BTC/EUR", now), *Price::parse("70000"));
    ASSERT_TRUE(world.jump("BTC/EUR", Ratio::bps(100), now));
    EXPECT_EQ(world.price("BTC/EUR", now), *Price::parse("70700"));
    ASSERT_TRUE(world.hold_regime("BTC/EUR", "calm", now));
    EXPECT_EQ(world.regime("BTC/EUR", now), "calm");
    EXPECT_FALSE(world.hold_regime("BTC/EUR", "stormy", now));
    EXPECT_FALSE(world.set_price("BTC/USD", *Price::parse("1"), now));
    EXPECT_FALSE(world.set_price("DOGE/EUR", *Price::parse("1"), now));
    EXPECT_FALSE(world.jump("BTC/EUR", Ratio::millionths(-Ratio::kOne), now));
}

TEST(World, TakesOtherRegimesAndRatesButNoOtherSeedOrMarket) {
    auto world = world_of("{}");
    const auto now = kStart + std::chrono::seconds{1};
    const auto with = [&](std::string_view patch) {
        return world.change(*patched(world.scenario(), patch), now);
    };
    const auto before = world.price("BTC/EUR", now);
    EXPECT_TRUE(with(R"({"competitor":{"on":true}})"));
    EXPECT_TRUE(world.scenario().competitor.on);
    EXPECT_FALSE(with(R"({"seed":2})"));
    EXPECT_FALSE(with(R"({"step_ms":10})"));
    EXPECT_FALSE(with(R"({"markets":[{"name":"ETH/EUR","start":"1"}],"pairs":[]})"));
    EXPECT_EQ(world.price("BTC/EUR", now), before);
}

}  // namespace
}  // namespace unrip::sandbox
