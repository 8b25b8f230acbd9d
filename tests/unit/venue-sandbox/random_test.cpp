#include "world/random.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace unrip::sandbox {
namespace {

TEST(Random, GivesTheSameNumbersOnEveryMachine) {
    // Written down once: whoever changes them changes every recorded world.
    Random random{1};
    EXPECT_EQ(random.next(), 0x910A2DEC89025CC1U);
    EXPECT_EQ(random.next(), 0xBEEB8DA1658EEC67U);
    EXPECT_EQ(Random::at(7, "BTC/EUR", 3).next(), Random::at(7, "BTC/EUR", 3).next());
}

TEST(Random, DependsOnSeedNameAndPlace) {
    const auto first = Random::at(7, "BTC/EUR", 3).next();
    EXPECT_NE(first, Random::at(8, "BTC/EUR", 3).next());
    EXPECT_NE(first, Random::at(7, "ETH/EUR", 3).next());
    EXPECT_NE(first, Random::at(7, "BTC/EUR", 4).next());
}

TEST(Random, IsBellShapedAroundZero) {
    Random random{42};
    constexpr int count = 100'000;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < count; ++i) {
        const auto one = static_cast<double>(random.normal_q32()) / 4'294'967'296.0;
        sum += one;
        squares += one * one;
    }
    EXPECT_NEAR(sum / count, 0.0, 0.02);
    EXPECT_NEAR(std::sqrt(squares / count), 1.0, 0.02);
}

TEST(Random, WaitsOnAverageForTheMeanAndIsSurprisedAsOftenAsItShould) {
    Random random{42};
    constexpr int count = 100'000;
    double sum = 0;
    int beyond_three = 0;
    for (int i = 0; i < count; ++i) {
        const auto one = random.exponential(1'000);
        sum += static_cast<double>(one);
        if (one > 3'000) ++beyond_three;
    }
    EXPECT_NEAR(sum / count, 1'000.0, 20.0);
    EXPECT_NEAR(beyond_three, count * std::exp(-3.0), 300.0);
}

TEST(Random, StaysBelowItsLimit) {
    Random random{5};
    bool seen[3] = {};
    for (int i = 0; i < 100; ++i)
        seen[random.below(3)] = true;
    EXPECT_TRUE(seen[0] && seen[1] && seen[2]);
    EXPECT_FALSE(random.chance(0, 10));
    EXPECT_TRUE(random.chance(10, 10));
}

}  // namespace
}  // namespace unrip::sandbox
