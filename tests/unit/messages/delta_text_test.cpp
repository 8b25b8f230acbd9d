#include "messages/delta_text.hpp"

#include <gtest/gtest.h>

namespace unrip::messages {
namespace {

TEST(DeltaText, KeepsTheCharactersThatAreSigned) {
    const auto delta = DeltaText::parse("-0010");
    ASSERT_TRUE(delta);
    EXPECT_EQ(delta->text(), "-0010");
    EXPECT_TRUE(delta->value() == -10);
}

TEST(DeltaText, WritesANumberWithoutAPlus) {
    EXPECT_EQ(DeltaText::of(10).text(), "10");
    EXPECT_EQ(DeltaText::of(-10).text(), "-10");
    EXPECT_EQ(DeltaText::of(kI128Min).text(), "-170141183460469231731687303715884105728");
}

TEST(DeltaText, RefusesWhatTheContractWouldNotReadTheSameWay) {
    for (const auto* text : {"", "-", "+1", "--1", " 1", "1 ", "1.0", "1e3", "0x1", "nan"}) {
        EXPECT_FALSE(DeltaText::parse(text)) << text;
    }
    EXPECT_FALSE(DeltaText::parse("170141183460469231731687303715884105728"));
    EXPECT_TRUE(DeltaText::parse("170141183460469231731687303715884105727"));
}

}  // namespace
}  // namespace unrip::messages
