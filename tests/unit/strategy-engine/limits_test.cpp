#include "limits.hpp"

#include "policy/policy.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace unrip::strategy_engine {
namespace {

using ::testing::HasSubstr;

struct Limits : ::testing::Test {
    strategy::Policy policy = [] {
        auto file = policy::load(std::string{UNRIP_SOURCE_DIR} + "/deploy/policy/sandbox.json");
        if (!file) throw std::runtime_error{file.error().detail};
        return file->strategy();
    }();

    std::string refusal(std::string_view body) {
        const auto read = read_limits_request(body, policy);
        return read ? "" : read.error().detail;
    }
};

TEST_F(Limits, OneNumberIsForEveryPair) {
    const auto read = read_limits_request(R"({"max_notional_eure":5})", policy);
    ASSERT_TRUE(read) << read.error().detail;
    ASSERT_EQ(read->size(), policy.pairs.size());
    for (std::size_t index = 0; index < read->size(); ++index) {
        auto expected = policy.pairs[index].limits;
        expected.notional_max = *Amount::parse_tokens("5", 18);
        EXPECT_EQ((*read)[index].limits, expected);
    }
}

TEST_F(Limits, WhatIsSaidOfOnePairIsMoreExactInWhateverOrder) {
    const auto read = read_limits_request(
        R"({"pairs":{"btc-eure":{"notional_max_eure":"7.25"}},"max_notional_eure":5.5})", policy
    );
    ASSERT_TRUE(read) << read.error().detail;
    EXPECT_EQ((*read)[0].limits.notional_max, *Amount::parse_tokens("7.25", 18));
    EXPECT_EQ((*read)[1].limits.notional_max, *Amount::parse_tokens("5.5", 18));
}

TEST_F(Limits, AMistakeIsNamed) {
    EXPECT_THAT(refusal("[]"), HasSubstr("JSON object"));
    EXPECT_THAT(refusal(R"({"maximum":1})"), HasSubstr("no field maximum"));
    EXPECT_THAT(refusal(R"({"max_notional_eure":-1})"), HasSubstr("notional_max_eure"));
    EXPECT_THAT(refusal(R"({"max_notional_eure":0})"), HasSubstr("above zero"));
    EXPECT_THAT(refusal(R"({"pairs":{"a-b":{}}})"), HasSubstr("no pair a-b"));
    EXPECT_THAT(
        refusal(R"({"pairs":{"btc-eure":{"quotes_burst":1.5}}})"), HasSubstr("whole number")
    );
    EXPECT_THAT(refusal(R"({"pairs":{"btc-eure":{"x":1}}})"), HasSubstr("btc-eure.x"));
}

TEST_F(Limits, AreShownAsPeopleWriteThem) {
    policy.pairs[0].limits.notional_max = *Amount::parse_tokens("4.5", 18);
    EXPECT_THAT(shown_limits(policy, "hash"), HasSubstr(R"("notional_max_eure":"4.5")"));
    auto after = policy;
    after.pairs[0].limits.quotes_burst += 1;
    const auto changes = differences(policy, after);
    ASSERT_EQ(changes.size(), 1U);
    EXPECT_EQ(changes.front().name, "btc-eure.quotes_burst");
}

}  // namespace
}  // namespace unrip::strategy_engine
