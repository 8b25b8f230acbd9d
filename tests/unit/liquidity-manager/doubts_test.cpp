#include "doubts.hpp"

#include <gtest/gtest.h>

namespace unrip::liquidity_manager {
namespace {

using namespace std::chrono_literals;
using Kind = near::RpcError::Kind;

near::SendReport refused(Kind kind) {
    near::SendReport report;
    report.error = near::RpcError{kind, "in the chain's words", {}};
    return report;
}

class DoubtsTest : public testing::Test {
  protected:
    std::optional<Happening> look(const near::SendReport& report, Milliseconds after) {
        return doubts.look("w", report, Tick{} + after, now + after);
    }

    Doubts doubts;
    const Instant now = from_unix_ms(1'763'560'951'000);
};

TEST_F(DoubtsTest, GiveUpWhatTheChainRefusesForLongEnough) {
    doubts.signed_at("w", now - 1min);
    EXPECT_FALSE(look(refused(Kind::invalid_nonce), 0s));
    EXPECT_FALSE(look(refused(Kind::expired), 119s));
    const auto end = look(refused(Kind::invalid_nonce), 120s);
    ASSERT_TRUE(end);
    ASSERT_TRUE(std::holds_alternative<NeverTaken>(*end));
    EXPECT_NE(std::get<NeverTaken>(*end).why.find("the chain's words"), std::string::npos);
}

TEST_F(DoubtsTest, EndInUnknownWhereNoNodeRemembers) {
    doubts.signed_at("w", now - 12h);
    EXPECT_FALSE(look(refused(Kind::expired), 0s));
    const auto end = look(refused(Kind::expired), 2min);
    ASSERT_TRUE(end);
    EXPECT_TRUE(std::holds_alternative<Lost>(*end));
}

TEST_F(DoubtsTest, EndInUnknownWhereNobodyKnowsWhenItWasSigned) {
    EXPECT_FALSE(look(refused(Kind::invalid_nonce), 0s));
    const auto end = look(refused(Kind::invalid_nonce), 2min);
    ASSERT_TRUE(end);
    EXPECT_TRUE(std::holds_alternative<Lost>(*end)) << "it may have been taken long ago";
}

TEST_F(DoubtsTest, KnowNothingAnyMoreOfWhatHasEnded) {
    doubts.signed_at("w", now - 1min);
    doubts.ended("w");
    EXPECT_FALSE(look(refused(Kind::invalid_nonce), 0s));
    const auto end = look(refused(Kind::invalid_nonce), 2min);
    ASSERT_TRUE(end);
    EXPECT_TRUE(std::holds_alternative<Lost>(*end)) << "a person had it looked for again";
}

TEST_F(DoubtsTest, BeginAnewAfterAnyOtherWord) {
    doubts.signed_at("w", now - 1min);
    EXPECT_FALSE(look(refused(Kind::expired), 0s));
    EXPECT_FALSE(look(refused(Kind::timeout), 1min));
    EXPECT_FALSE(look(near::SendReport{}, 90s));
    EXPECT_FALSE(look(refused(Kind::expired), 2min));
    EXPECT_FALSE(doubts.look("other", refused(Kind::expired), Tick{} + 4min, now));
}

}  // namespace
}  // namespace unrip::liquidity_manager
