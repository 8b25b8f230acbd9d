#include "pace.hpp"

#include <gtest/gtest.h>

namespace unrip::history_writer {
namespace {

TEST(Pace, WritesAtOnceWhatIsSaidNow) {
    EXPECT_EQ(rest_after(Milliseconds{20}, 500, 0), Milliseconds{0});
    EXPECT_EQ(rest_after(Milliseconds{20}, 500, 499), Milliseconds{0});
}

TEST(Pace, RestsAsLongAsItWorksWhenItCatchesUp) {
    EXPECT_EQ(rest_after(Milliseconds{20}, 500, 500), Milliseconds{20});
    EXPECT_EQ(rest_after(Nanoseconds{1'500'000}, 500, 1'000'000), Milliseconds{2});
}

TEST(Pace, GoesOnWhereEachBatchTakesLong) {
    EXPECT_EQ(rest_after(Milliseconds{9'000}, 500, 1'000'000), Milliseconds{50});
}

}  // namespace
}  // namespace unrip::history_writer
