// The whole house against the simulated venue: quotes asked, answered, won, settled, and every book
// agreeing to the last base unit.

#include "e2e/books.hpp"
#include "e2e/trading_house.hpp"

#include <gtest/gtest.h>

namespace unrip::test {
namespace {

constexpr auto kMaker = "/relay/solvers/maker.sandbox.near";

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

std::string maker(const std::string& figure) {
    return std::string{kMaker} + "/" + figure;
}

std::uint64_t maker_count(const TradingHouse& house, const std::string& figure) {
    const auto stats = house.venue_stats();
    const nlohmann::json::json_pointer place{maker(figure)};
    return stats.contains(place) ? stats.at(place).get<std::uint64_t>() : 0;
}

/// Nobody asks any more, and what was matched has come to its end.
void come_to_rest(const TradingHouse& house) {
    house.silence_takers();
    EXPECT_TRUE(TradingHouse::comes_true([&] {
        return maker_count(house, "won") ==
               maker_count(house, "settled") + maker_count(house, "failed");
    })) << house.venue_stats().dump(1);
    EXPECT_TRUE(house.comes_to(
        "select count(*) from trade_settlements where state = 'settled'",
        std::to_string(maker_count(house, "settled"))
    )) << house.logs();
}

void expect_sound(const TradingHouse& house) {
    const auto stats = house.venue_stats();
    EXPECT_EQ(stats.at("over_commitment").at("breaches"), 0) << stats.at("over_commitment");
    EXPECT_TRUE(stats.at(nlohmann::json::json_pointer{maker("invalid")}).empty()) << stats;
    EXPECT_EQ(house.ask("select count(*) from dead_letters"), "0");
    EXPECT_EQ(
        house.ask("select count(*) from trade_settlements where not coalesce(is_as_promised, true)"
        ),
        "0"
    );
    EXPECT_EQ(held_by_the_books(house), held_on_chain(house));
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
