#include "stream_mark.hpp"

#include <gtest/gtest.h>

namespace unrip::history_writer {
namespace {

constexpr Instant kThen{std::chrono::seconds{1'763'000'000}};
const StreamMark kMark{554, kThen};

TEST(StreamMark, IsKeptByAStreamThatHoldsIt) {
    EXPECT_FALSE(is_lost(kMark, 554, kThen));
    EXPECT_FALSE(is_lost(kMark, 9'000, kThen + std::chrono::nanoseconds{999}));
}

TEST(StreamMark, IsNotLostWhenWhatIsOldHasGone) {
    EXPECT_FALSE(is_lost(kMark, 554, std::nullopt));
    EXPECT_FALSE(is_lost(kMark, 9'000, std::nullopt));
}

TEST(StreamMark, IsLostWhenTheNumbersBeginAnew) {
    EXPECT_TRUE(is_lost(kMark, 0, std::nullopt));
    EXPECT_TRUE(is_lost(kMark, 553, std::nullopt));
}

TEST(StreamMark, IsLostWhenItsNumberWasGivenToAnother) {
    EXPECT_TRUE(is_lost(kMark, 554, kThen + std::chrono::seconds{2}));
    EXPECT_TRUE(is_lost(kMark, 9'000, kThen - std::chrono::seconds{2}));
}

}  // namespace
}  // namespace unrip::history_writer
