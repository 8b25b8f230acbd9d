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

TEST(Doubts, GiveUpWhatTheChainRefusesForLongEnough) {
    Doubts doubts;
    const Tick start{};
    EXPECT_FALSE(doubts.look("w", refused(Kind::invalid_nonce), start, 1min));
    EXPECT_FALSE(doubts.look("w", refused(Kind::expired), start + 119s, 1min));
    const auto end = doubts.look("w", refused(Kind::invalid_nonce), start + 120s, 1min);
    ASSERT_TRUE(end);
    ASSERT_TRUE(std::holds_alternative<NeverTaken>(*end));
    EXPECT_NE(std::get<NeverTaken>(*end).why.find("the chain's words"), std::string::npos);
}

TEST(Doubts, EndInUnknownWhereNoNodeRemembers) {
    Doubts doubts;
    const Tick start{};
    EXPECT_FALSE(doubts.look("w", refused(Kind::expired), start, 12h));
    const auto end = doubts.look("w", refused(Kind::expired), start + 2min, 12h);
    ASSERT_TRUE(end);
    EXPECT_TRUE(std::holds_alternative<Lost>(*end));
}

TEST(Doubts, BeginAnewAfterAnyOtherWord) {
    Doubts doubts;
    const Tick start{};
    EXPECT_FALSE(doubts.look("w", refused(Kind::expired), start, 1min));
    EXPECT_FALSE(doubts.look("w", refused(Kind::timeout), start + 1min, 1min));
    EXPECT_FALSE(doubts.look("w", near::SendReport{}, start + 90s, 1min));
    EXPECT_FALSE(doubts.look("w", refused(Kind::expired), start + 2min, 1min));
    EXPECT_FALSE(doubts.look("other", refused(Kind::expired), start + 4min, 1min));
}

}  // namespace
}  // namespace unrip::liquidity_manager
