#include "near/rfc3339.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace unrip::near {
namespace {

RC_GTEST_PROP(Rfc3339, MillisecondsComeBackAsTheyWere, ()) {
    const auto ms = *rc::gen::inRange<std::int64_t>(-62'167'219'200'000, 253'402'300'800'000);
    const auto parsed = parse_rfc3339_ns(to_rfc3339(ms));
    RC_ASSERT(parsed.has_value());
    RC_ASSERT(*parsed == i128{ms} * 1'000'000);
}

TEST(Rfc3339, ReadsEveryNumberOfDecimals) {
    const auto second = parse_rfc3339_ns("2026-11-20T09:00:00Z");
    ASSERT_TRUE(second);
    EXPECT_TRUE(*parse_rfc3339_ns("2026-11-20T09:00:00.5Z") == *second + 500'000'000);
    EXPECT_TRUE(*parse_rfc3339_ns("2026-11-20t09:00:00.000000001z") == *second + 1);
    EXPECT_TRUE(*parse_rfc3339_ns("2026-11-20T09:00:00.0000000019Z") == *second + 1);
}

TEST(Rfc3339, KnowsTheCalendar) {
    EXPECT_TRUE(parse_rfc3339("2024-02-29T00:00:00Z"));
    for (const char* bad :
         {"2026-02-29T00:00:00Z",
          "2100-02-29T00:00:00Z",
          "2026-04-31T00:00:00Z",
          "2026-00-01T00:00:00Z",
          "2026-01-00T00:00:00Z",
          "2026-01-01T24:00:00Z",
          "2026-01-01T00:60:00Z",
          "2026-06-30T23:59:60Z"}) {
        EXPECT_FALSE(parse_rfc3339_ns(bad)) << bad;
    }
}

TEST(Rfc3339, WantsItsShapeExactly) {
    for (const char* bad :
         {"2026-11-20T09:00:00",
          "2026-11-20 09:00:00Z",
          "2026-11-20T09:00Z",
          "26-11-20T09:00:00Z",
          "2026-11-20T09:00:00.Z",
          "2026-11-20T09:00:00Z ",
          " 2026-11-20T09:00:00Z",
          "2026-11-20T09:00:00+0100",
          "2026-11-20T09:00:00+24:00",
          "2026-11-20T09:00:00+01:60",
          "2026-11-20T9:00:00Z",
          "+2026-11-20T09:00:00Z",
          "2026-11-20"}) {
        EXPECT_FALSE(parse_rfc3339_ns(bad)) << bad;
    }
}

TEST(Rfc3339, DoesNotFoldFarYearsIntoNearOnes) {
    const auto far = parse_rfc3339("9999-12-31T23:59:59.999Z");
    ASSERT_FALSE(far);
    EXPECT_EQ(far.error().kind, Error::Kind::overflow);
    EXPECT_TRUE(parse_rfc3339("2262-04-11T23:47:16.854Z"));
    EXPECT_FALSE(parse_rfc3339("2262-04-11T23:47:16.855Z"));
}

}  // namespace
}  // namespace unrip::near
