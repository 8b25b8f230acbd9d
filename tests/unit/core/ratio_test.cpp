#include "core/ratio.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>

namespace unrip {
namespace {

TEST(Ratio, CountsMillionths) {
    EXPECT_EQ(Ratio::bps(75), Ratio::millionths(7'500));
    EXPECT_EQ(Ratio::bps(10) + Ratio::bps(5) - Ratio::bps(3), Ratio::bps(12));
}

TEST(Ratio, LetsASignalInThroughOneDoorOnly) {
    const auto low = Ratio::bps(-50);
    const auto high = Ratio::bps(200);
    EXPECT_EQ(*Ratio::from_signal(0.0012, low, high), Ratio::bps(12));
    EXPECT_EQ(*Ratio::from_signal(1e300, low, high), high);
    EXPECT_EQ(*Ratio::from_signal(-std::numeric_limits<double>::infinity(), low, high), low);
    EXPECT_FALSE(Ratio::from_signal(std::nan(""), low, high));
}

TEST(Ratio, TakesAShareAndSaysWhoKeepsTheDust) {
    EXPECT_EQ(*share_of(Amount{10'001}, Ratio::bps(75), Rounding::down), Amount{75});
    EXPECT_EQ(*share_of(Amount{10'001}, Ratio::bps(75), Rounding::up), Amount{76});
    EXPECT_FALSE(share_of(Amount{1}, Ratio::millionths(-1), Rounding::down));
}

RC_GTEST_PROP(Ratio, KeepsEverySignalInsideItsBounds, (double signal)) {
    const auto low = Ratio::bps(-5);
    const auto high = Ratio::bps(5);
    const auto ratio = Ratio::from_signal(signal, low, high);
    RC_ASSERT((ratio && *ratio >= low && *ratio <= high));
}

}  // namespace
}  // namespace unrip
