#include "runtime/health.hpp"

#include <gtest/gtest.h>

namespace unrip::runtime {
namespace {

using namespace std::chrono_literals;

struct HealthTest : testing::Test {
    ManualClock clock{Instant{}};
    Health health{clock};
};

TEST_F(HealthTest, IsOkWithNothingToWatch) {
    EXPECT_EQ(health.report().grade, Grade::ok);
}

TEST_F(HealthTest, IsAsGoodAsItsWorstPart) {
    health.watch("a", [] { return Finding{Grade::ok, "fine", {}}; });
    health.watch("b", [] { return Finding{Grade::degraded, "3 of 4 sources", {}}; });
    EXPECT_EQ(health.report().grade, Grade::degraded);
    health.watch("c", [] { return Finding{Grade::unhealthy, "no price", {}}; });
    EXPECT_EQ(health.report().grade, Grade::unhealthy);
    health.watch("c", [] { return Finding{Grade::ok, "a price", {}}; });
    EXPECT_EQ(health.report().grade, Grade::degraded);
    EXPECT_EQ(health.report().checks.size(), 3U);
}

TEST_F(HealthTest, GradesWhatFlowsByItsAge) {
    auto pulse = health.watch_age("relay", "relay frame", {5s, 30s});
    EXPECT_EQ(health.report().checks[0].finding.sentence, "no relay frame yet, after 0.0 s");
    pulse->beat();
    clock.advance(5s);
    EXPECT_EQ(health.report().grade, Grade::ok);
    EXPECT_EQ(health.report().checks[0].finding.sentence, "last relay frame 5.0 s ago");
    clock.advance(1ns);
    EXPECT_EQ(health.report().grade, Grade::degraded);
    clock.advance(25s);
    EXPECT_EQ(health.report().grade, Grade::unhealthy);
    pulse->beat();
    EXPECT_EQ(health.report().grade, Grade::ok);
}

TEST_F(HealthTest, IsUnhealthyWhenNothingEverCame) {
    const auto pulse = health.watch_age("price", "price", {1s, 2s});
    clock.advance(3s);
    EXPECT_EQ(health.report().grade, Grade::unhealthy);
    EXPECT_EQ(health.report().checks[0].finding.sentence, "no price yet, after 3.0 s");
}

TEST_F(HealthTest, IsNotFooledByAJumpOfTheWallClock) {
    const auto pulse = health.watch_age("price", "price", {1s, 2s});
    pulse->beat();
    clock.jump_to(clock.now() - 24h);
    clock.advance(3s);
    EXPECT_EQ(health.report().grade, Grade::unhealthy);
}

TEST(AgeText, HasAFittingUnit) {
    EXPECT_EQ(age_text(449ms), "0.4 s");
    EXPECT_EQ(age_text(14s), "14 s");
    EXPECT_EQ(age_text(150s), "2 m 30 s");
    EXPECT_EQ(age_text(7h + 12min), "7 h 12 m");
}

}  // namespace
}  // namespace unrip::runtime
