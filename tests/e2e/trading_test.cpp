// The whole house against the simulated venue: quotes asked, answered, won, settled, and every book
// agreeing to the last base unit.

#include "e2e/books.hpp"

#include <gtest/gtest.h>

namespace unrip::test {
namespace {

TradingHouse::Plan lively(std::string policy) {
    return {
        .policy = std::move(policy),
        .scenario = "calm",
        .changes = {
            {"takers",
             {{{"name", "crowd"},
               {"kind", "uninformed"},
               {"per_second", 20},
               {"size_least", "1"},
               {"size_most", "4"},
               {"tolerance_ppm", 50'000}}}},
            {"chain", {{"settle_after_ms", 300}}}}};
}

TEST(Trading, WatchesWhileItIsOff) {
    TradingHouse house{lively("deploy/policy/sandbox.json")};
    house.open();
    EXPECT_TRUE(TradingHouse::comes_true([&] {
        return house.ask("select count(*) > 20 from trade_decisions where would_quote") == "t";
    })) << house.logs();

    // Armed, the strategy commands; the executor is off and says so to each command.
    ASSERT_EQ(house.strategy.post("/arm").status, 200);
    EXPECT_TRUE(TradingHouse::comes_true([&] {
        return house.ask(
                   "select count(*) > 5 from trade_execution_results"
                   " where outcome = 'refused' and refusal = 'disarmed'"
               ) == "t";
    })) << house.logs();
    EXPECT_EQ(house.ask("select count(*) from signed_quotes"), "0");
    EXPECT_EQ(maker_count(house, "answered"), 0U);
}

TEST(Trading, QuotesAreWonAndSettledAndAllBooksAgree) {
    TradingHouse house{lively("deploy/policy/sandbox.json")};
    house.open();
    house.arm();
    EXPECT_TRUE(TradingHouse::comes_true([&] { return maker_count(house, "settled") >= 20; }))
        << house.venue_stats().dump(1) << house.logs();
    come_to_rest(house);
    expect_sound(house);

    // Each won quote has its whole life in one row.
    EXPECT_EQ(
        house.ask("select count(*) from v_quotes where ended = 'settled' and (demand_id is null or"
                  " decision_id is null or command_id is null or signed_id is null or"
                  " result_id is null or settlement_id is null)"),
        "0"
    );
    // Both pairs trade out of the one account.
    EXPECT_EQ(
        house.ask("select count(distinct pair) from trade_settlements where state = 'settled'"), "2"
    );
    const auto metrics = nlohmann::json::parse(house.writer.get("/portfolio-metrics").body);
    EXPECT_FALSE(metrics.empty()) << metrics;
}

TEST(Trading, InLanesOneSmallBookAnswersMany) {
    TradingHouse house{lively("deploy/policy/sandbox-lanes.json")};
    house.open();
    house.arm();
    EXPECT_TRUE(TradingHouse::comes_true([&] { return maker_count(house, "settled") >= 20; }))
        << house.venue_stats().dump(1) << house.logs();
    come_to_rest(house);
    expect_sound(house);
}

}  // namespace
}  // namespace unrip::test
