#include "arguments.hpp"

#include <gtest/gtest.h>

namespace unrip::unripctl {
namespace {

const Shape kShape{0, 2, {"--ttl", "--reason"}, {"--yes"}};

TEST(Arguments, OptionsMayStandAnywhere) {
    const auto read = read_arguments({"--yes", "all", "--ttl", "8h", "--reason=day shift"}, kShape);
    ASSERT_TRUE(read) << read.error().detail;
    EXPECT_EQ(read->words, std::vector<std::string>{"all"});
    EXPECT_EQ(read->value("--ttl"), "8h");
    EXPECT_EQ(read->value("--reason"), "day shift");
    EXPECT_TRUE(read->has("--yes"));
    EXPECT_FALSE(read->value("--other"));
    EXPECT_EQ(read->word(1), "");
}

TEST(Arguments, BehindTwoDashesEverythingIsAWord) {
    const auto read = read_arguments({"--", "--yes"}, kShape);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->word(0), "--yes");
    EXPECT_FALSE(read->has("--yes"));
}

TEST(Arguments, MistakesAreSaidInWords) {
    const auto why = [](const std::vector<std::string>& given, const Shape& shape) {
        const auto read = read_arguments(given, shape);
        return read ? std::string{"no mistake"} : read.error().detail;
    };
    EXPECT_EQ(
        why({"--tll", "8h"}, kShape),
        "there is no option --tll here; there are --reason, --ttl, --yes."
    );
    EXPECT_EQ(why({"--ttl"}, kShape), "--ttl needs a value.");
    EXPECT_EQ(why({"--yes=no"}, kShape), "--yes takes no value.");
    EXPECT_EQ(why({"a", "b", "c"}, kShape), "\"c\" is one word too many.");
    EXPECT_EQ(why({}, Shape{1, 1, {}, {}}), "something is missing.");
    EXPECT_EQ(why({"--x"}, Shape{}), "there is no option --x here.");
}

TEST(Arguments, TimesHaveUnits) {
    EXPECT_EQ(*seconds_of("--ttl", "90"), 90);
    EXPECT_EQ(*seconds_of("--ttl", "90s"), 90);
    EXPECT_EQ(*seconds_of("--ttl", "15m"), 900);
    EXPECT_EQ(*seconds_of("--ttl", "8h"), 28'800);
    EXPECT_EQ(*seconds_of("--ttl", "7d"), 604'800);
    for (const auto* text : {"", "h", "-1h", "0", "1w", "999999d"}) {
        const auto read = seconds_of("--ttl", text);
        ASSERT_FALSE(read) << text;
        EXPECT_NE(read.error().detail.find("--ttl is"), std::string::npos);
    }
}

TEST(Arguments, NumbersHaveBounds) {
    EXPECT_EQ(*whole_number("--backfill", "3", 0, 100), 3);
    EXPECT_FALSE(whole_number("--backfill", "101", 0, 100));
    EXPECT_EQ(
        whole_number("--backfill", "three", 0, 100).error().detail,
        "--backfill is \"three\"; it must be a whole number from 0 to 100."
    );
}

}  // namespace
}  // namespace unrip::unripctl
