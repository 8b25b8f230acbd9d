#include "net/headers.hpp"

#include <gtest/gtest.h>

namespace unrip::net {
namespace {

const Instant kNow = from_unix_ms(784'111'777'000);  // Sun, 06 Nov 1994 08:49:37 GMT

TEST(Headers, AreFoundWhateverTheirCase) {
    const Headers headers{{"Retry-After", "7"}, {"X-A", "1"}, {"x-a", "2"}};
    EXPECT_EQ(find_header(headers, "retry-after"), "7");
    EXPECT_EQ(find_header(headers, "X-a"), "1") << "the first counts";
    EXPECT_EQ(find_header(headers, "X-"), std::nullopt);
    EXPECT_EQ(find_header({}, "X-A"), std::nullopt);
}

TEST(Headers, AreSentOnlyWhenTheyKeepTheShapeOfTheRequest) {
    EXPECT_TRUE(is_sendable({"Authorization", "Bearer abc.def-_~"}));
    EXPECT_TRUE(is_sendable({"X-Empty", ""}));
    EXPECT_TRUE(is_sendable({"X-Tab", "a\tb"}));
    EXPECT_FALSE(is_sendable({"", "value"}));
    EXPECT_FALSE(is_sendable({"X A", "value"}));
    EXPECT_FALSE(is_sendable({"X-A:", "value"}));
    EXPECT_FALSE(is_sendable({"X-A\r\nX-B", "value"}));
    EXPECT_FALSE(is_sendable({"X-A", "value\r\nX-B: other"}));
    EXPECT_FALSE(is_sendable({"X-A", "value\n"}));
    EXPECT_FALSE(is_sendable({"X-A", std::string("a\0b", 3)}));
    EXPECT_FALSE(is_sendable({"X-A", "a\x7f"}));
}

TEST(Headers, RetryAfterIsReadInSeconds) {
    EXPECT_EQ(parse_retry_after("0", kNow), Milliseconds{0});
    EXPECT_EQ(parse_retry_after("120", kNow), Milliseconds{120'000});
    EXPECT_EQ(parse_retry_after("4294967295", kNow), Milliseconds{4'294'967'295'000});
}

TEST(Headers, RetryAfterIsReadAsADate) {
    EXPECT_EQ(parse_retry_after("Sun, 06 Nov 1994 08:50:07 GMT", kNow), Milliseconds{30'000});
    EXPECT_EQ(parse_retry_after("Sun, 06 Nov 1994 08:49:00 GMT", kNow), Milliseconds{0});
}

TEST(Headers, RetryAfterThatCannotBeReadIsNone) {
    for (const auto* text :
         {"",
          "soon",
          "-1",
          "1.5",
          "12 ",
          " 12",
          "+5",
          "4294967296",
          "99999999999999999999",
          "Sun, 06 Nov 1994",
          "Sun, 06 Nov 1994 08:49:37 GMT+1",
          "1994-11-06T08:49:37Z"}) {
        EXPECT_EQ(parse_retry_after(text, kNow), std::nullopt) << text;
    }
}

}  // namespace
}  // namespace unrip::net
