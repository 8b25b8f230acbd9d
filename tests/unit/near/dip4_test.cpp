#include "near/dip4.hpp"

#include <gtest/gtest.h>

namespace unrip::near {
namespace {

std::string token_diff(const std::string& account, const std::string& diff) {
    return R"(EVENT_JSON:{"standard":"dip4","version":"9","event":"token_diff","data":[{"account_id":")" +
           account + R"(","intent_hash":"h","diff":)" + diff + "}]}";
}

TEST(Dip4, SumsWhatHappenedToOneAccount) {
    const auto events = parse_dip4_logs(
        {token_diff("a.near", R"({"x":"-5","y":"2"})"),
         token_diff("b.near", R"({"x":"5"})"),
         token_diff("a.near", R"({"x":"-1"})")}
    );
    const auto changes = changes_of(events, "a.near");
    ASSERT_TRUE(changes);
    EXPECT_TRUE(changes->deltas.at("x") == -6);
    EXPECT_TRUE(changes->deltas.at("y") == 2);
    EXPECT_TRUE(changes_of(events, "c.near")->deltas.empty());
}

TEST(Dip4, CountsWhatItCanNotRead) {
    for (const char* diff : {R"({"x":5})", R"({"x":""})", "[]", "null", R"({"x":"1e3"})"}) {
        const auto events = parse_dip4_logs({token_diff("a.near", diff)});
        EXPECT_EQ(events.unreadable, 1U) << diff;
        EXPECT_TRUE(events.diffs.empty()) << diff;
    }
    EXPECT_EQ(parse_dip4_logs({"EVENT_JSON:{"}).unreadable, 1U);
    EXPECT_EQ(
        parse_dip4_logs({R"(EVENT_JSON:{"standard":"dip4","event":"token_diff","data":{}})"})
            .unreadable,
        1U
    );
}

TEST(Dip4, PassesOverOtherLines) {
    const auto events = parse_dip4_logs(
        {"",
         "hello",
         " " + token_diff("a.near", R"({"x":"1"})"),
         "EVENT_JSON:7",
         R"(EVENT_JSON:{"standard":"nep245","event":"token_diff","data":[{}]})",
         R"(EVENT_JSON:{"standard":"dip4","event":"fee_changed","data":{}})"}
    );
    EXPECT_TRUE(events.diffs.empty());
    EXPECT_EQ(events.unreadable, 0U);
}

TEST(Dip4, DoesNotAddPastItsRange) {
    const auto largest = R"({"x":"170141183460469231731687303715884105727"})";
    const auto events =
        parse_dip4_logs({token_diff("a.near", largest), token_diff("a.near", largest)});
    EXPECT_FALSE(changes_of(events, "a.near"));
}

}  // namespace
}  // namespace unrip::near
