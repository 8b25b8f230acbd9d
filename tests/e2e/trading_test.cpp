// The whole house against the simulated venue: quotes asked, answered, won, settled, and every book
// agreeing to the last base unit.

#include "e2e/books.hpp"

#include <gtest/gtest.h>

#include <iostream>

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
               {"tolerance_ppm", 50'000}}}}}};
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

/// Three thousand requests within the life of one quote, none of which is taken up, at a maker
/// whose whole book is 90 slots. How many are answered.
std::uint64_t answered_at_once(const std::string& policy) {
    TradingHouse house{
        {.policy = policy,
         .scenario = "calm",
         .changes = {
             {"takers", nlohmann::json::array()},
             {"maker",
              {{"balances",
                {{"nep141:btc.omft.near", "400000"},
                 {"nep141:eth.omft.near", "10000000000000000"},
                 {"nep141:gnosis-0x420ca0f9b9b604ce0fd9c18ef134c705e5fa3430.omft.near",
                  "270000000000000000000"}}}}}}}};
    house.open();
    house.arm();
    // Two pairs, and slots for either side of each.
    EXPECT_TRUE(house.comes_to(
        "select sum(jsonb_array_length(body -> 'opened')) >= 4 from slot_events", "t"
    )) << house.logs();
    // Nobody takes a price that is not better than the true one.
    const auto crowd = R"({"takers":[{"name":"crowd","kind":"uninformed","per_second":200,)"
                       R"("size_least":"1","size_most":"4","tolerance_ppm":0}]})";
    EXPECT_EQ(house.venue.put("/scenario", crowd).status, 200);
    EXPECT_TRUE(TradingHouse::comes_true([&] { return maker_count(house, "asked") >= 3'000; }));
    come_to_rest(house);
    EXPECT_EQ(house.venue_count("/over_commitment/breaches"), 0U);
    return maker_count(house, "valid");
}

TEST(Trading, LanesAnswerTwentyTimesAsManyAtOnce) {
    const auto in_reserve = answered_at_once("deploy/policy/sandbox.json");
    const auto in_lanes = answered_at_once("deploy/policy/sandbox-lanes.json");
    std::cout << "answered at once: " << in_reserve << " in reserve, " << in_lanes << " in lanes\n";
    EXPECT_GT(in_reserve, 0U);
    EXPECT_GE(in_lanes, 20 * in_reserve);
}

}  // namespace
}  // namespace unrip::test
