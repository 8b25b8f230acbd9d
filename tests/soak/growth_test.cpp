// The measure of the long run: it must see what grows, and only that.

#include "soak/growth.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstring>

namespace unrip::test {
namespace {

TEST(Growth, IsTheSlopeOfWhatCameAfterTheWarmUp) {
    std::vector<Holding> samples;
    for (int at = 0; at < 100; ++at) {
        const int since_warm = at < 50 ? 0 : at - 50;
        const int warming = at < 50 ? at * 10'000 : 500'000;
        samples.push_back({static_cast<double>(at), warming + since_warm * 3, 20 + since_warm});
    }
    const auto trend = trend_of(samples, 50);
    EXPECT_NEAR(trend.bytes_per_second, 3, 1e-6);
    EXPECT_NEAR(trend.descriptors_per_second, 1, 1e-6);
    EXPECT_EQ(trend_of(samples, 99).bytes_per_second, 0);
    EXPECT_EQ(trend_of({}, 0).bytes_per_second, 0);
}

TEST(Growth, SeesMemoryAndDescriptorsOfAProcess) {
    constexpr std::size_t size = 32 << 20;
    const std::vector<int> us{::getpid()};
    const auto before = holding_of(us, 0);
    std::vector<char> kept(size);
    std::memset(kept.data(), 1, kept.size());
    const int descriptor = ::dup(0);
    const auto after = holding_of(us, 1);
    ::close(descriptor);
    EXPECT_GE(after.anonymous_bytes - before.anonymous_bytes, static_cast<std::int64_t>(size) / 2);
    EXPECT_EQ(after.descriptors - before.descriptors, 1);
    EXPECT_GT(before.anonymous_bytes, 0);
}

TEST(Growth, WhatHasEndedHoldsNothing) {
    constexpr int nobody = 0x3fffffff;
    EXPECT_EQ(holding_of({nobody}, 0).anonymous_bytes, 0);
    EXPECT_EQ(holding_of({nobody}, 0).descriptors, 0);
    EXPECT_EQ(processor_seconds_of({nobody}), 0);
}

}  // namespace
}  // namespace unrip::test
