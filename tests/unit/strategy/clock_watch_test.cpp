#include "strategy/clock_watch.hpp"

#include "unit/strategy/trading_day.hpp"

namespace unrip::strategy {
namespace {

class ClockWatchTest : public testing::Test {
  protected:
    ClockWatchTest() {
        beat(0ms, 0ms);
        block(2s);
    }
    void beat(Milliseconds wall, Milliseconds steady_time) {
        now += wall;
        steady += steady_time;
        watch.beat(ClockBeat{now, steady});
    }
    void block(Milliseconds lag) { watch.block(++height, now - lag, now); }
    std::string_view doubt() const {
        const auto found = watch.doubt(now);
        return found ? found->name : "";
    }

    ClockWatch watch{FreshnessLimits{}};
    Instant now = kOpening;
    Tick steady{};
    std::uint64_t height = 0;
};

TEST_F(ClockWatchTest, TrustsClocksThatAgree) {
    beat(1'000ms, 500ms);
    EXPECT_EQ(doubt(), "");
    beat(1'000ms, 1'500ms);
    EXPECT_EQ(doubt(), "");
}

TEST_F(ClockWatchTest, DoubtsAJumpEitherWay) {
    beat(1'501ms, 1'000ms);
    EXPECT_EQ(doubt(), "clock_divergence_ms");
    ClockWatch other{FreshnessLimits{}};
    other.beat(ClockBeat{now, steady});
    other.beat(ClockBeat{now - 1s, steady + 1s});
    EXPECT_EQ(other.doubt(now - 1s)->measured, 2'000);
}

TEST_F(ClockWatchTest, ForgivesAJumpOnlyWithAQuietBeatAndANewBlockAfterIt) {
    beat(10s, 1s);
    block(2s);
    EXPECT_EQ(doubt(), "clock_divergence_ms");
    beat(1s, 1s);
    EXPECT_EQ(doubt(), "clock_divergence_ms");
    watch.block(height, now - 2s, now);  // Not new.
    EXPECT_EQ(doubt(), "clock_divergence_ms");
    block(2s);
    EXPECT_EQ(doubt(), "");
}

TEST_F(ClockWatchTest, DoesNotForgiveWhileTheChainDisagrees) {
    beat(60s, 1s);
    beat(1s, 1s);
    block(60s);
    EXPECT_EQ(doubt(), "clock_divergence_ms");
}

TEST_F(ClockWatchTest, KnowsTheEdgesAgainstTheChain) {
    block(15s);
    EXPECT_EQ(doubt(), "");
    block(15'001ms);
    EXPECT_EQ(doubt(), "block_behind_ms");
    block(-2s);
    EXPECT_EQ(doubt(), "");
    block(-2'001ms);
    EXPECT_EQ(doubt(), "block_ahead_ms");
}

TEST_F(ClockWatchTest, DoesNotMindThatABlockGrowsOld) {
    for (int second = 0; second < 30; ++second)
        beat(1s, 1s);
    EXPECT_EQ(doubt(), "");  // That is a matter of stale inventory.
    EXPECT_EQ(*watch.block_lag(), 2s);
}

TEST_F(ClockWatchTest, DoubtsAClockThatFellBehindTheChain) {
    now -= 4'001ms;
    EXPECT_EQ(doubt(), "block_ahead_ms");
}

TEST_F(ClockWatchTest, DoubtsWithoutBeats) {
    now += 5'001ms;
    EXPECT_EQ(doubt(), "clock_beat_age_ms");
    EXPECT_EQ(ClockWatch{FreshnessLimits{}}.doubt(now)->name, "clock_beats");
}

}  // namespace
}  // namespace unrip::strategy
