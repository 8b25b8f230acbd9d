#include "core/result.hpp"

#include <gtest/gtest.h>

namespace unrip {
namespace {

Result<int> half(int value) {
    if (value % 2 != 0) return fail(Error::Kind::refused, "odd: " + std::to_string(value));
    return value / 2;
}

Result<std::string> half_as_text(int value) {
    const auto halved = half(value);
    if (!halved) return halved.failure();
    return std::to_string(*halved);
}

TEST(Result, HoldsAValueOrAnError) {
    EXPECT_EQ(*half(8), 4);
    ASSERT_FALSE(half(7));
    EXPECT_EQ(half(7).error().kind, Error::Kind::refused);
}

TEST(Result, HandsItsErrorOnToAnotherType) {
    EXPECT_EQ(*half_as_text(8), "4");
    EXPECT_EQ(half_as_text(7).error().detail, "odd: 7");
}

TEST(Result, OfNothingIsDoneOrAnError) {
    const Result<void> done;
    EXPECT_TRUE(done);
    const Result<void> failed = fail(Error::Kind::timed_out, "no answer in 5 s");
    ASSERT_FALSE(failed);
    EXPECT_EQ(to_text(failed.error().kind), "timed_out");
}

TEST(ResultDeathTest, StopsTheProcessWhenAskedForWhatItDoesNotHold) {
    EXPECT_DEATH({ (void)*half(7); }, "asked a result for what it does not hold");
    EXPECT_DEATH({ (void)half(8).error(); }, "asked a result for what it does not hold");
    EXPECT_DEATH({ (void)Result<void>{}.error(); }, "asked a successful result for its error");
}

TEST(CheckDeathTest, NamesWhatBrokeAndWhere) {
    EXPECT_DEATH(
        check(false, "reserved more than held"), "reserved more than held .*result_test.cpp"
    );
}

}  // namespace
}  // namespace unrip
