// PUT /limits, as an operator uses it.

#include "trading_floor.hpp"

#include <gmock/gmock.h>

namespace unrip::strategy_engine {
namespace {

using messages::DeclineReason;
using ::testing::HasSubstr;

TEST_F(TradingFloor, LimitsAreChangedInForceAndOnRecord) {
    make_streams();
    const auto process = engine("engine-1");
    start(*process);
    say_facts();
    for (const auto* known : {"\"mid\":\"60000", "\"count_height\":131", "\"salt\":\"252812b3"})
        ASSERT_TRUE(comes_to_say(*process, "/state", known));
    const auto before = ask({.user_sells_btc = true, .in = {}, .out = eure("5")});
    ASSERT_TRUE(before);
    EXPECT_TRUE(before->would_quote);

    const auto changed =
        process->put("/limits", R"({"max_notional_eure":3,"reason":"a calm day"})");
    EXPECT_EQ(changed.status, 200) << changed.body;
    EXPECT_THAT(changed.body, HasSubstr(R"("notional_max_eure":"3")"));
    const auto after = ask({.user_sells_btc = true, .in = {}, .out = eure("5")});
    ASSERT_TRUE(after);
    EXPECT_EQ(after->reason, DeclineReason::over_notional_limit);
    EXPECT_NE(after->limits_hash, before->limits_hash);
    EXPECT_THAT(process->get("/limits").body, HasSubstr(after->limits_hash));

    ASSERT_FALSE(controls.empty());
    const auto& said = controls.back();
    EXPECT_EQ(said.body.kind, messages::ControlKind::limits_changed);
    EXPECT_EQ(said.body.reason, "a calm day");
    ASSERT_EQ(said.body.changes.size(), 1U);
    EXPECT_EQ(said.body.changes.front().before, "5");
    EXPECT_EQ(said.body.changes.front().after, "3");
    EXPECT_EQ(after->applied.control_id, said.id);
    EXPECT_EQ(said.body.limits_hash, after->limits_hash);
}

TEST_F(TradingFloor, LimitsThatMakeNoSenseChangeNothing) {
    make_streams();
    const auto process = engine("engine-1");
    start(*process);
    const auto before = process->get("/limits").body;
    for (const auto* body :
         {R"({"max_notional_eure":0})",
          R"({"max_notional_eure":-1})",
          R"({"max_notional_eure":"five"})",
          R"({"maximum":5})",
          R"({"pairs":{"btc-usd":{"quotes_burst":1}}})",
          R"({"pairs":{"btc-eure":{"quotes_burst":0}}})",
          R"({"pairs":{"btc-eure":{"nothing":1}}})"}) {
        EXPECT_EQ(process->put("/limits", body).status, 400) << body;
    }
    EXPECT_EQ(process->get("/limits").body, before);
}

}  // namespace
}  // namespace unrip::strategy_engine
