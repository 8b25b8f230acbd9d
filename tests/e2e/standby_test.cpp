// A second strategy and a second executor wait, armed, and take over when the first is killed or
// stands still. Whoever wakes up later does nothing any more.

#include "e2e/books.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <iostream>
#include <memory>
#include <thread>

namespace unrip::test {
namespace {

/// Promised are five seconds; here the machine may be busy with other things.
constexpr std::int64_t kTakesOverWithinMs = 40'000;
/// Longer than a lease lives.
constexpr std::chrono::seconds kStandsStill{6};

std::int64_t now_ms() {
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(since).count();
}

struct StandBy : testing::Test {
    void SetUp() override {
        house.open();
        house.arm();
        for (auto* waiting : {strategy.get(), executor.get()})
            start_armed(*waiting);
    }

    static void start_armed(ServiceProcess& process) {
        process.start();
        process.await_ready();
        EXPECT_TRUE(TradingHouse::comes_true([&] {
            return process.post("/arm", R"({"who":"test"})").status == 200;
        })) << process.log();
    }

    /// What somebody said from then on: how long it took until the first of it; nothing came: -1.
    std::int64_t first_after(const std::string& table, const std::string& source, std::int64_t from)
        const {
        const auto sql =
            "select coalesce((extract(epoch from min(sent_at)) * 1000)::bigint, -1) from " + table +
            " where source = '" + source + "' and sent_at > to_timestamp(" + std::to_string(from) +
            " / 1000.0)";
        EXPECT_TRUE(TradingHouse::comes_true([&] { return house.ask(sql) != "-1"; }))
            << source << " said nothing\n"
            << house.logs() << strategy->log() << executor->log();
        const auto at = std::stoll(house.ask(sql));
        return at < 0 ? -1 : at - from;
    }

    void expect_in_time(const char* what, std::int64_t took) {
        std::cout << what << ": the first word of the one that waited after " << took << " ms\n";
        EXPECT_GE(took, 0);
        EXPECT_LT(took, kTakesOverWithinMs);
    }

    TradingHouse house{
        {.policy = "deploy/policy/sandbox.json",
         .scenario = "calm",
         .changes = {
             {"takers",
              {{{"name", "crowd"},
                {"kind", "uninformed"},
                {"per_second", 20},
                {"size_least", "1"},
                {"size_most", "4"},
                {"tolerance_ppm", 50'000},
                {"deadline_ms", 10'000}}}},
             {"chain", {{"settle_after_ms", 300}}}}}};
    std::unique_ptr<ServiceProcess> strategy =
        house.stand_by("strategy-engine", "STRATEGY_ENGINE_PORT");
    std::unique_ptr<ServiceProcess> executor =
        house.stand_by("trade-executor", "TRADE_EXECUTOR_PORT");
};

TEST_F(StandBy, TakesOverFromWhoeverWasKilledOrStandsStill) {
    ASSERT_TRUE(TradingHouse::comes_true([&] { return maker_count(house, "settled") >= 5; }))
        << house.logs();

    auto began = now_ms();
    house.strategy.kill_9();
    expect_in_time(
        "strategy-engine killed",
        first_after("execute_trade_commands", "strategy-engine/stand-by", began)
    );
    began = now_ms();
    house.executor.kill_9();
    expect_in_time(
        "trade-executor killed", first_after("signed_quotes", "trade-executor/stand-by", began)
    );

    // They are back, and wait now. The active ones stand still, and do not know it.
    start_armed(house.strategy);
    start_armed(house.executor);
    const auto frozen = now_ms();
    strategy->freeze();
    executor->freeze();
    std::this_thread::sleep_for(kStandsStill);
    const auto others = [&](const std::string& table, const std::string& service) {
        return house.ask(
                   "select count(*) > 0 from " + table + " where source like '" + service +
                   "/%' and source <> '" + service + "/stand-by' and sent_at > to_timestamp(" +
                   std::to_string(frozen) + " / 1000.0)"
               ) == "t";
    };
    EXPECT_TRUE(TradingHouse::comes_true([&] {
        return others("execute_trade_commands", "strategy-engine") &&
               others("signed_quotes", "trade-executor");
    })) << house.logs();
    strategy->thaw();
    executor->thaw();
    const auto settled = maker_count(house, "settled");
    EXPECT_TRUE(TradingHouse::comes_true([&] { return maker_count(house, "settled") > settled + 5; }
    )) << house.logs();

    EXPECT_EQ(
        house.ask(
            "select string_agg(s.source || ' signed ' || s.command_id || ' at ' || s.signed_ns"
            " || ' after ' || o.source || ' had signed ' || o.command_id || ' at ' ||"
            " o.signed_ns, E'\\n') from signed_quotes s join lateral (select * from"
            " signed_quotes n where n.epoch > s.epoch and n.signed_ns < s.signed_ns"
            " order by n.signed_ns limit 1) o on true"
            // Whoever is stopped in the middle of it may finish later; it goes nowhere.
            " where not exists (select from trade_execution_results r where r.command_id ="
            " s.command_id and r.rejection in ('send_by_passed', 'connection_gone'))"
        ),
        ""
    ) << "signed for an engine that another has replaced";
    for (const auto* table : {"signed_quotes", "trade_execution_results"}) {
        EXPECT_EQ(
            house.ask(
                std::string{"select count(*) from (select from "} + table +
                " group by command_id having count(*) > 1) doubled"
            ),
            "0"
        ) << table;
    }
    come_to_rest(house);
    expect_sound(house);
}

}  // namespace
}  // namespace unrip::test
