// Which lane the chain is asked about, and how often.

#include "lane_watch.hpp"

#include <gtest/gtest.h>

namespace unrip::trade_executor {
namespace {

using namespace std::chrono_literals;

struct LaneWatchTest : testing::Test {
    std::optional<SlotId> look(Milliseconds at) { return watch.next(lanes, Tick{} + 1h + at); }

    const SlotId a{"7-1/0"};
    const SlotId b{"7-1/1"};
    std::vector<SlotId> lanes{a, b};
    LaneWatch watch{5s, 10};
};

TEST_F(LaneWatchTest, LooksAtEachAfterAWhileTheLongestUnseenFirst) {
    lanes = {a};
    EXPECT_FALSE(look(0ms));
    lanes = {b, a};
    EXPECT_FALSE(look(1s));
    EXPECT_EQ(look(5s), a);
    EXPECT_FALSE(look(5'500ms));
    EXPECT_EQ(look(6s), b);
    EXPECT_EQ(look(20s), a);
    EXPECT_EQ(look(21s), b);
}

TEST_F(LaneWatchTest, NeverLooksMoreOftenThanAllowed) {
    look(0ms);
    watch.doubt_all();
    EXPECT_TRUE(look(1s));
    EXPECT_FALSE(look(1'099ms));
    EXPECT_TRUE(look(1'100ms));
    EXPECT_FALSE(look(1'300ms)) << "both were looked at";
}

TEST_F(LaneWatchTest, LooksAtOnceWhereAWordMayHaveBeenLost) {
    look(0ms);
    watch.doubt(b);
    EXPECT_EQ(look(1ms), b);
    EXPECT_FALSE(look(200ms));
}

TEST_F(LaneWatchTest, LooksAtOneThatIsInDoubtBeforeItWasSeenInUse) {
    watch.doubt(b);
    EXPECT_EQ(look(0ms), b);
    EXPECT_FALSE(look(200ms));
}

TEST_F(LaneWatchTest, ALaneThatIsDoubtedAgainAndAgainDoesNotHideTheOthers) {
    look(0ms);
    for (auto at = 1s; at < 6s; at += 1s) {
        watch.doubt(b);
        EXPECT_EQ(look(at - 500ms), b);
    }
    watch.doubt(b);
    EXPECT_EQ(look(6s), a);
    EXPECT_EQ(look(7s), b);
}

TEST_F(LaneWatchTest, ForgetsLanesThatAreNotInUse) {
    look(0ms);
    lanes.clear();
    EXPECT_FALSE(look(10s));
    lanes = {a};
    EXPECT_FALSE(look(11s)) << "it is in use since now";
}

}  // namespace
}  // namespace unrip::trade_executor
