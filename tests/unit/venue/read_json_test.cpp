#include "venue/json/read_json.hpp"

#include <gtest/gtest.h>

namespace unrip::venue {
namespace {

std::string written_again(std::string_view text) {
    const auto value = read_json(text);
    return value ? value->to_text() : value.error().detail;
}

JsonProblem problem_of(std::string_view text, const JsonLimits& limits = {}) {
    const auto read = read_json(text, limits);
    const auto* problem = std::get_if<JsonProblem>(&read);
    EXPECT_NE(problem, nullptr) << text;
    return problem != nullptr ? *problem : JsonProblem::malformed;
}

TEST(ReadJson, KeepsEveryNumberAsItWasWritten) {
    for (const std::string number :
         {"0",
          "-1",
          "9007199254740993",
          "18446744073709551615",
          "-9223372036854775808",
          "18446744073709551616",
          "340282366920938463463374607431768211455",
          "123456789012345678901234567890123456789012345678901234567890",
          "67234.10000",
          "0.1",
          "1e+21",
          "2.5E-7"}) {
        const auto value = read_json(number);
        ASSERT_TRUE(value) << number;
        ASSERT_NE(value->number(), nullptr) << number;
        EXPECT_EQ(*value->number(), number);
    }
}

TEST(ReadJson, KeepsOrderNestingAndEscapes) {
    const std::string text =
        R"({"b":[1,{"x":null},[]],"a":{"t":true,"f":false},"s":"a\"b\\c\u000a"})";
    EXPECT_EQ(written_again(text), text);
    EXPECT_EQ(written_again("\"\xc3\xa9\""), "\"\xc3\xa9\"");
}

TEST(ReadJson, LetsTheLastOfAMemberGivenTwiceCount) {
    const auto value = read_json(R"({"a":1,"a":2})");
    ASSERT_TRUE(value);
    EXPECT_EQ(*value->find("a")->number(), "2");
}

TEST(ReadJson, TellsMissingFromNullOnlyWhenAsked) {
    const auto value = read_json(R"({"a":null})");
    ASSERT_TRUE(value);
    EXPECT_NE(value->find("a"), nullptr);
    EXPECT_EQ(value->present("a"), nullptr);
    EXPECT_EQ(value->find("b"), nullptr);
}

TEST(ReadJson, RefusesWhatIsNotOneDocument) {
    for (const auto* text :
         {"", " ", "{", "{\"a\":}", "[1,]", "1 2", "nul", "\"\x80\"", "01", "1e999"}) {
        EXPECT_EQ(problem_of(text), JsonProblem::malformed) << text;
    }
}

TEST(ReadJson, RefusesATextBeyondItsSize) {
    EXPECT_EQ(problem_of("[1,2]", {.bytes_max = 4, .depth_max = 9}), JsonProblem::oversized);
}

TEST(ReadJson, RefusesANestingBeyondItsDepth) {
    const std::string deep = std::string(65, '[') + std::string(65, ']');
    EXPECT_EQ(problem_of(deep), JsonProblem::too_deep);
    EXPECT_TRUE(read_json(std::string(64, '[') + std::string(64, ']')));
    EXPECT_EQ(problem_of(std::string(100'000, '[')), JsonProblem::too_deep);
}

TEST(JsonValue, AnswersNothingForWhatItIsNot) {
    const JsonValue text{std::string{"x"}};
    EXPECT_EQ(text.number(), nullptr);
    EXPECT_EQ(text.array(), nullptr);
    EXPECT_EQ(text.object(), nullptr);
    EXPECT_EQ(text.find("a"), nullptr);
    EXPECT_FALSE(text.boolean());
    EXPECT_EQ(text_or_empty(text, "a"), "");
}

}  // namespace
}  // namespace unrip::venue
