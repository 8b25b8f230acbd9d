#include "near/rpc_nodes.hpp"

#include <gtest/gtest.h>

namespace unrip::near {
namespace {

constexpr Tick kNow{Milliseconds{1'000'000}};
const net::BackoffSettings kRest{Milliseconds{100}, Milliseconds{1'000}};

RpcNodes two_nodes() {
    return {{"http://a", "http://b"}, kRest, [] { return 0.5; }};
}

TEST(RpcNodes, PreferTheFirstWhileItIsWell) {
    auto nodes = two_nodes();
    EXPECT_EQ(nodes.choose(kNow), 0U);
    nodes.failed(0, kNow, {}, "x");
    EXPECT_EQ(nodes.choose(kNow), 1U);
    EXPECT_EQ(nodes.choose(kNow + Milliseconds{100}), 0U);
}

TEST(RpcNodes, WaitForTheOneThatRestsShortest) {
    auto nodes = two_nodes();
    nodes.failed(0, kNow, Milliseconds{500}, "x");
    nodes.failed(1, kNow, Milliseconds{300}, "x");
    EXPECT_EQ(nodes.choose(kNow), 1U);
    EXPECT_EQ(nodes.rest_left(1, kNow), Milliseconds{300});
    EXPECT_EQ(nodes.rest_left(1, kNow + Milliseconds{400}), Milliseconds{0});
}

TEST(RpcNodes, RestLongerAfterEachFailureInARow) {
    auto nodes = two_nodes();
    nodes.failed(0, kNow, {}, "x");
    const auto first = nodes.rest_left(0, kNow);
    nodes.failed(0, kNow, {}, "x");
    EXPECT_GT(nodes.rest_left(0, kNow), first);
    nodes.succeeded(0);
    EXPECT_EQ(nodes.rest_left(0, kNow), Milliseconds{0});
    nodes.failed(0, kNow, {}, "x");
    EXPECT_EQ(nodes.rest_left(0, kNow), first);
}

TEST(RpcNodes, DoNotBelieveInAnHourOfRest) {
    auto nodes = two_nodes();
    nodes.failed(0, kNow, std::chrono::hours{1}, "x");
    EXPECT_EQ(nodes.rest_left(0, kNow), std::chrono::minutes{1});
}

TEST(RpcNodes, CountWhatHappened) {
    auto nodes = two_nodes();
    nodes.succeeded(0);
    nodes.failed(0, kNow, {}, "broken");
    nodes.limited_us(0);
    const auto stats = nodes.stats();
    EXPECT_EQ(stats[0].attempts, 2U);
    EXPECT_EQ(stats[0].failures, 1U);
    EXPECT_EQ(stats[0].rate_limited, 1U);
    EXPECT_EQ(stats[0].last_problem, "broken");
    EXPECT_EQ(stats[1].attempts, 0U);
}

TEST(RpcNodes, DoNotShowWhatTheirUrlMayHide) {
    const RpcNodes nodes{{"https://node/key-1?token=2", "%%"}, kRest, [] { return 0.5; }};
    EXPECT_EQ(nodes.url(0), "https://node/key-1?token=2");
    EXPECT_EQ(nodes.stats()[0].origin, "https://node:443");
    EXPECT_EQ(nodes.stats()[1].origin, "not a URL");
}

}  // namespace
}  // namespace unrip::near
