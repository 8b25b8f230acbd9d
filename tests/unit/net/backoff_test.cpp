#include "net/backoff.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace unrip::net {
namespace {

constexpr BackoffSettings kSettings{Milliseconds{100}, Milliseconds{1'000}};

std::vector<std::int64_t> draw(Backoff& backoff, int count) {
    std::vector<std::int64_t> waits;
    for (int i = 0; i < count; ++i)
        waits.push_back(backoff.next().count());
    return waits;
}

TEST(Backoff, DoublesItsUpperLimitUpToTheCap) {
    Backoff backoff{kSettings, [] { return 0.999999; }};
    const std::vector<std::int64_t> expected{99, 199, 399, 799, 999, 999, 999};
    EXPECT_EQ(draw(backoff, 7), expected);
    EXPECT_EQ(backoff.failures(), 7U);
}

TEST(Backoff, NeverWaitsLessThanHalfItsLimit) {
    Backoff backoff{kSettings, [] { return 0.0; }};
    const std::vector<std::int64_t> expected{50, 100, 200, 400, 500, 500};
    EXPECT_EQ(draw(backoff, 6), expected);
}

TEST(Backoff, StartsAnewAfterAReset) {
    Backoff backoff{kSettings, [] { return 0.5; }};
    draw(backoff, 5);
    backoff.reset();
    EXPECT_EQ(backoff.failures(), 0U);
    EXPECT_EQ(backoff.next(), Milliseconds{75});
}

TEST(Backoff, HasNoLastTry) {
    Backoff backoff{kSettings, [] { return 0.5; }};
    for (int i = 0; i < 100'000; ++i)
        ASSERT_LE(backoff.next(), kSettings.cap);
    EXPECT_EQ(backoff.failures(), 100'000U);
    EXPECT_EQ(backoff.next(), Milliseconds{750});
}

TEST(Backoff, DoesNotOverflowBelowTheLargestCap) {
    Backoff backoff{{Milliseconds{1}, Milliseconds::max() / 2}, [] { return 0.0; }};
    Milliseconds last{0};
    for (int i = 0; i < 200; ++i) {
        const auto wait = backoff.next();
        ASSERT_GE(wait, last);
        last = wait;
    }
}

TEST(Backoff, AlwaysWaitsAtLeastAMillisecond) {
    Backoff backoff{{Milliseconds{1}, Milliseconds{1}}, [] { return 0.0; }};
    EXPECT_EQ(backoff.next(), Milliseconds{1});
}

TEST(Backoff, SystemRandomStaysBelowOne) {
    const auto random = Backoff::system_random();
    double sum = 0;
    for (int i = 0; i < 1'000; ++i) {
        const auto drawn = random();
        ASSERT_GE(drawn, 0.0);
        ASSERT_LT(drawn, 1.0);
        sum += drawn;
    }
    EXPECT_NEAR(sum / 1'000, 0.5, 0.1);
}

TEST(BackoffDeathTest, RefusesNotToWait) {
    EXPECT_DEATH((Backoff{{Milliseconds{0}, Milliseconds{1}}}), "does not wait");
    EXPECT_DEATH((Backoff{{Milliseconds{2}, Milliseconds{1}}}), "above its cap");
}

}  // namespace
}  // namespace unrip::net
