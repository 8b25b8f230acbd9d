// What a real process decided, decided again from what was heard on the bus.

#include "replay/replay.hpp"

#include "policy/policy.hpp"
#include "trading_floor.hpp"

#include <sstream>

namespace unrip::strategy_engine {
namespace {

TEST_F(TradingFloor, WhatWasDecidedLiveIsDecidedAgain) {
    make_streams();
    max_notional = "5.5";  // Of the environment, and no part of the policy.
    const auto process = engine("engine-1");
    start(*process);
    ASSERT_TRUE(ask({.user_sells_btc = true, .in = {}, .out = eure("5")}));
    say_facts();
    wait(Milliseconds{200});
    ASSERT_TRUE(ask({.user_sells_btc = false, .in = eure("5"), .out = {}}));
    arm(*process);
    for (const auto* mid : {"60000", "60100", "59900"}) {
        say_price(mid);
        ASSERT_TRUE(ask_until_approved({.user_sells_btc = true, .in = {}, .out = eure("5")}));
        ASSERT_TRUE(ask({.user_sells_btc = false, .in = eure("4.5"), .out = {}}));
        ASSERT_TRUE(ask({.user_sells_btc = true, .in = sat(10'000), .out = {}}));
    }
    say_withdrawal(messages::LiquidityState::reserving, "550");
    wait(Milliseconds{300});
    ASSERT_EQ(process->put("/limits", R"({"max_notional_eure":4})").status, 200);
    ASSERT_TRUE(ask({.user_sells_btc = true, .in = {}, .out = eure("5")}));
    ASSERT_TRUE(ask({.user_sells_btc = true, .in = {}, .out = eure("3")}));
    EXPECT_EQ(process->stop(), 0);
    wait(Milliseconds{200});

    std::string record;
    for (const auto& line : everything)
        record += line + "\n";
    std::istringstream file{record};
    const auto policy = policy::load(policy_file());
    ASSERT_TRUE(policy) << policy.error().detail;
    const replay::Options options{policy->strategy(), policy->hash, true, 20};
    const auto report = replay::run(replay::lines_of(file), options);
    ASSERT_TRUE(report) << report.error().detail;
    EXPECT_EQ(report->decisions, decisions.size());
    EXPECT_GE(report->recorded_outcomes.at("approved"), 3U);
    EXPECT_TRUE(report->is_identical()) << replay::to_text(*report);
}

}  // namespace
}  // namespace unrip::strategy_engine
