#include "world/market_path.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace unrip::sandbox {
namespace {

constexpr Milliseconds kStep{20};
constexpr std::int64_t kHourOfSteps = 180'000;

Market one_market(Regime regime) {
    return {"BTC/EUR", *Price::parse("60000"), {std::move(regime)}};
}

double as_double(Price price) {
    return static_cast<double>(price.raw()) / 1e18;
}

TEST(MarketPath, IsTheSameForTheSameSeedHoweverItIsLookedAt) {
    MarketPath often{one_market({}), 7, kStep};
    MarketPath seldom{one_market({}), 7, kStep};
    for (std::int64_t step = 0; step < 500; ++step)
        often.at(step);
    EXPECT_EQ(often.at(500), seldom.at(500));
    EXPECT_EQ(often.at(123), seldom.at(123));
    MarketPath other{one_market({}), 8, kStep};
    EXPECT_NE(often.at(500), other.at(500));
}

TEST(MarketPath, MovesByAboutItsVolatilityInAnHour) {
    double squares = 0;
    constexpr int worlds = 40;
    for (std::uint64_t seed = 0; seed < worlds; ++seed) {
        MarketPath path{one_market({.volatility_ppm_per_hour = 10'000}), seed, Milliseconds{500}};
        const auto move = std::log(as_double(path.at(7'200)) / 60'000.0);
        squares += move * move;
    }
    EXPECT_NEAR(std::sqrt(squares / worlds), 0.01, 0.004);
}

TEST(MarketPath, DriftsWhereItIsTold) {
    MarketPath path{
        one_market({.drift_ppm_per_hour = 36'000, .volatility_ppm_per_hour = 0}), 1, kStep};
    EXPECT_NEAR(as_double(path.at(kHourOfSteps)), 60'000.0 * std::exp(0.036), 5.0);
}

TEST(MarketPath, JumpsNowAndThen) {
    MarketPath path{
        one_market({.volatility_ppm_per_hour = 0, .jumps_per_hour = 600, .jump_ppm = 10'000}),
        3,
        kStep};
    int jumps = 0;
    auto before = path.at(0);
    for (std::int64_t step = 1; step < kHourOfSteps; ++step) {
        const auto now = path.at(step);
        if (now != before) {
            ++jumps;
            const auto size = std::abs(as_double(now) / as_double(before) - 1.0);
            EXPECT_GE(size, 0.0049);
            EXPECT_LE(size, 0.0151);
        }
        before = now;
    }
    EXPECT_NEAR(jumps, 600, 100);
}

TEST(MarketPath, ChangesItsRegimeNowAndThenAndKeepsTheOneItIsHeldIn) {
    Market market = one_market({.name = "calm", .lasts = Milliseconds{2'000}});
    market.regimes.push_back({.name = "wild", .lasts = Milliseconds{2'000}});
    MarketPath path{market, 7, kStep};
    int changes = 0;
    for (std::int64_t step = 1; step < 20'000; ++step) {
        if (path.regime_at(step).name != path.regime_at(step - 1).name) ++changes;
    }
    EXPECT_NEAR(changes, 200, 60);

    path.hold_regime(20'000, 1);
    for (std::int64_t step = 20'000; step < 22'000; ++step)
        EXPECT_EQ(path.regime_at(step).name, "wild");
    path.release(22'000);
    bool calm = false;
    for (std::int64_t step = 22'000; step < 24'000; ++step)
        calm = calm || path.regime_at(step).name == "calm";
    EXPECT_TRUE(calm);
}

TEST(MarketPath, WhatWasForeseenIsForgottenWhenThePriceIsSet) {
    MarketPath path{one_market({.volatility_ppm_per_hour = 0}), 7, kStep};
    EXPECT_EQ(path.at(200).to_string(), "60000");
    path.set_price(100, *Price::parse("50000"));
    EXPECT_EQ(path.at(99).to_string(), "60000");
    EXPECT_EQ(path.at(100).to_string(), "50000");
    EXPECT_EQ(path.at(200).to_string(), "50000");
    path.jump(150, Ratio::bps(-1'000));
    EXPECT_EQ(path.at(149).to_string(), "50000");
    EXPECT_EQ(path.at(200).to_string(), "45000");
}

TEST(MarketPath, NeverWandersToNothingOrBeyondAllMeasure) {
    MarketPath down{one_market({.drift_ppm_per_hour = -500'000}), 7, Milliseconds{1'000}};
    MarketPath up{one_market({.drift_ppm_per_hour = 500'000}), 7, Milliseconds{1'000}};
    EXPECT_GE(down.at(200'000), *Price::parse("60"));
    EXPECT_LE(up.at(200'000), *Price::parse("60000000"));
}

}  // namespace
}  // namespace unrip::sandbox
