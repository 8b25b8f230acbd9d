#include "core/nesting.hpp"

#include <gtest/gtest.h>

#include <string>

namespace unrip {
namespace {

TEST(Nesting, CountsBracketsAndBracesThatAreOpen) {
    EXPECT_FALSE(is_nested_deeper("", 0));
    EXPECT_FALSE(is_nested_deeper("7", 0));
    EXPECT_TRUE(is_nested_deeper("[]", 0));
    EXPECT_FALSE(is_nested_deeper(R"({"a":[{"b":1}],"c":[[2]]})", 3));
    EXPECT_TRUE(is_nested_deeper(R"({"a":[{"b":1}]})", 2));
    EXPECT_TRUE(is_nested_deeper(std::string(65, '['), 64));
    EXPECT_FALSE(is_nested_deeper(std::string(64, '['), 64));
}

TEST(Nesting, DoesNotCountWhatStandsInTexts) {
    EXPECT_FALSE(is_nested_deeper(R"({"a":"[[[[{{{{","b":"\"[[["})", 1));
    EXPECT_FALSE(is_nested_deeper(R"({"a\\":["x"]})", 2));
    EXPECT_TRUE(is_nested_deeper(R"({"a\\":[["x"]]})", 2));
}

TEST(Nesting, IsNotMisledByTooManyClosings) {
    EXPECT_TRUE(is_nested_deeper("]]]]]][[[", 2));
}

}  // namespace
}  // namespace unrip
