#include "relay/latency.hpp"

#include <gtest/gtest.h>

namespace unrip::sandbox {
namespace {

TEST(Latency, KnowsNothingBeforeTheFirst) {
    const LatencyHistogram latency;
    EXPECT_EQ(latency.count(), 0U);
    EXPECT_EQ(latency.quantile(500), Nanoseconds{0});
}

TEST(Latency, TellsQuantilesToThreePartsInAHundred) {
    LatencyHistogram latency;
    for (int milliseconds = 1; milliseconds <= 1000; ++milliseconds)
        latency.record(Milliseconds{milliseconds});
    const auto is_near = [](Nanoseconds found, Nanoseconds wanted) {
        return found >= wanted && found <= wanted * 104 / 100;
    };
    EXPECT_TRUE(is_near(latency.quantile(500), Milliseconds{500}));
    EXPECT_TRUE(is_near(latency.quantile(900), Milliseconds{900}));
    EXPECT_TRUE(is_near(latency.quantile(990), Milliseconds{990}));
    EXPECT_EQ(latency.quantile(1000), Milliseconds{1000});
    EXPECT_EQ(latency.max(), Milliseconds{1000});
}

TEST(Latency, TakesWhatIsAbsurd) {
    LatencyHistogram latency;
    latency.record(Nanoseconds{-5});
    latency.record(Nanoseconds::max());
    EXPECT_EQ(latency.count(), 2U);
    EXPECT_EQ(latency.max(), Nanoseconds::max());
    EXPECT_LE(latency.quantile(500), std::chrono::microseconds{1});
}

}  // namespace
}  // namespace unrip::sandbox
