#include "near/rpc_client.hpp"

#include "unit/near/fake_nodes.hpp"

#include <gtest/gtest.h>

namespace unrip::near {
namespace {

class RpcClientTest : public testing::Test {
  protected:
    static RpcSettings settings() {
        RpcSettings settings;
        settings.nodes = {"http://first", "http://second"};
        return settings;
    }

    RpcResult<ViewAnswer> ask_fee() {
        return nodes_.result_of(client_.view("intents.near", "fee", "{}", BlockRef::final_block()));
    }

    FakeNodes nodes_;
    RpcClient client_{settings(), nodes_.outside()};
};

TEST_F(RpcClientTest, AsksTheFirstNode) {
    nodes_.answer(view_body("1"));
    const auto answer = ask_fee();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->value, "1");
    ASSERT_EQ(nodes_.seen().size(), 1U);
    EXPECT_EQ(nodes_.seen()[0].url, "http://first");
    EXPECT_TRUE(nodes_.seen()[0].may_repeat);
}

TEST_F(RpcClientTest, AsksTheNextWhenANodeIsBroken) {
    nodes_.answer("<html>", 502);
    nodes_.answer(view_body("1"));
    EXPECT_TRUE(ask_fee());
    EXPECT_EQ(nodes_.seen()[1].url, "http://second");
    EXPECT_EQ(nodes_.seen()[0].at, nodes_.seen()[1].at);  // Without waiting.
}

TEST_F(RpcClientTest, AsksTheNextWhenTheLineIsDead) {
    nodes_.fail_with(Error::Kind::timed_out);
    nodes_.fail_with(Error::Kind::unavailable);
    nodes_.answer(view_body("1"));
    EXPECT_TRUE(ask_fee());
    EXPECT_EQ(nodes_.seen().size(), 3U);
    EXPECT_GT(nodes_.seen()[2].at, nodes_.seen()[1].at);  // Both rested first.
}

TEST_F(RpcClientTest, TakesANoOfTheContractForAnAnswer) {
    nodes_.answer(error_body("CONTRACT_EXECUTION_ERROR", "\"invalid salt\""));
    const auto answer = ask_fee();
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, RpcError::Kind::contract);
    EXPECT_EQ(nodes_.seen().size(), 1U);
    EXPECT_EQ(client_.stats()[0].failures, 0U);
}

TEST_F(RpcClientTest, StaysAwayAsLongAsItIsAsked) {
    nodes_.answer("slow down", 429, {{"retry-after", "7"}});
    nodes_.answer("slow down", 429, {{"Retry-After", "3"}});
    nodes_.answer(view_body("1"));
    EXPECT_TRUE(ask_fee());
    EXPECT_EQ(nodes_.seen()[2].url, "http://second");
    EXPECT_EQ(nodes_.seen()[2].at - nodes_.seen()[0].at, std::chrono::seconds{3});
    EXPECT_EQ(client_.stats()[0].rate_limited, 1U);
}

TEST_F(RpcClientTest, EndsAtItsDeadline) {
    nodes_.answer("slow down", 429, {{"retry-after", "30"}});
    nodes_.answer("slow down", 429, {{"retry-after", "30"}});
    const auto answer = ask_fee();
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, RpcError::Kind::rate_limit);
    EXPECT_EQ(nodes_.seen().size(), 2U);
}

TEST_F(RpcClientTest, TriesOnlySoOften) {
    for (unsigned attempt = 0; attempt < settings().attempts_max; ++attempt) {
        nodes_.answer("", 500);
    }
    EXPECT_FALSE(ask_fee());
    EXPECT_TRUE(nodes_.has_answered_all());
}

TEST_F(RpcClientTest, SendsATransactionOnceOnly) {
    nodes_.fail_with(Error::Kind::timed_out);
    const auto answer = nodes_.result_of(client_.send("AA==", WaitUntil::executed_optimistic));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, RpcError::Kind::timeout);
    ASSERT_EQ(nodes_.seen().size(), 1U);
    EXPECT_FALSE(nodes_.seen()[0].may_repeat);
}

TEST_F(RpcClientTest, LeavesAnUnknownTransactionToTheCaller) {
    nodes_.answer(error_body("UNKNOWN_TRANSACTION"));
    const auto answer = nodes_.result_of(client_.transaction("h", "a.near", WaitUntil::final));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, RpcError::Kind::unknown_transaction);
}

}  // namespace
}  // namespace unrip::near
