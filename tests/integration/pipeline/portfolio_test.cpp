// What the portfolio earned, from the wire to PostgreSQL and to GET /portfolio-metrics.

#include "integration/pipeline/house.hpp"
#include "support/speaker.hpp"
#include "support/story.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <thread>

namespace unrip::test {
namespace {

using nlohmann::json;

std::int64_t now_ms() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

struct PortfolioTest : testing::Test {
    House house;
    Speaker speaker{house.nats.url()};
    std::int64_t began = now_ms();

    void SetUp() override {
        house.writer.start();
        house.writer.await_ready();
    }
    std::int64_t at(std::int64_t ms) const { return began + ms; }

    void begin() {
        speaker.say({
            counted(100, at(0), "1000000", "600000000000000000000"),
            priced("px-1", at(10), "60000"),
            commanded("cmd-1", at(20)),
            counted(101, at(30), "1000000", "600000000000000000000"),
        });
        ASSERT_TRUE(house.comes_to("select count(*) from portfolio_baselines", "1"))
            << house.writer.log();
    }
    void trade() {
        speaker.say({settled("set-1", at(40), 102, "-10000", "6300000000000000000")});
        speaker.say({counted(103, at(50), "990000", "606300000000000000000")});
        speaker.say({priced("px-2", at(60), "61000")});
    }
    json metrics(const std::string& query = "") const {
        const auto answer = house.writer.get("/portfolio-metrics" + query);
        EXPECT_EQ(answer.status, 200) << answer.body;
        return json::parse(answer.body);
    }
};

constexpr auto kLatest =
    "select in_eure(trade_pnl_eure), in_eure(mark_to_market_pnl_eure), in_eure(price_move_pnl_eure)"
    " from portfolio_metrics_snapshots where trade_pnl_eure is not null"
    " order by sent_at desc, received_at desc limit 1";

TEST_F(PortfolioTest, HasNoProfitBeforeTheFirstCommand) {
    EXPECT_TRUE(metrics().at("trade_pnl_eure").is_null());
    EXPECT_TRUE(house.writer.comes_to_say("/metrics", "\nunrip_portfolio_trade_pnl_eure Nan\n"));
    speaker.say(
        {counted(100, at(0), "1000000", "600000000000000000000"), priced("px-1", at(10), "60000")}
    );
    EXPECT_TRUE(house.comes_to(
        "select in_eure(value_eure), trade_pnl_eure is null from portfolio_metrics_snapshots"
        " where value_eure is not null limit 1",
        "1200|t"
    )) << house.writer.log();
    EXPECT_TRUE(metrics().at("trade_pnl_eure").is_null());
    EXPECT_EQ(metrics().at("value_eure"), "1200");
}

TEST_F(PortfolioTest, TellsTheExampleAndStillDoesAfterARestart) {
    begin();
    trade();
    ASSERT_TRUE(house.comes_to(kLatest, "0.3|0.2|-0.1")) << house.writer.log();
    EXPECT_NE(
        house.ask("select count(*) from portfolio_metrics_snapshots where trigger = 'settlement'"
                  " and last_settlement_id = 'set-1'"),
        "0"
    );
    const auto before = metrics();
    EXPECT_EQ(before.at("trade_pnl_eure"), "0.3");
    EXPECT_EQ(before.at("mark_to_market_pnl_eure"), "0.2");
    EXPECT_EQ(before.at("price_move_pnl_eure"), "-0.1");
    EXPECT_EQ(before.at("unexplained_btc"), "0");
    EXPECT_EQ(before.at("unexplained_eure"), "0");

    house.writer.kill_9();
    house.writer.start();
    house.writer.await_ready();
    ASSERT_TRUE(house.writer.comes_to_say("/portfolio-metrics", R"("trade_pnl_eure":"0.3")"));
    EXPECT_TRUE(house.writer.comes_to_say("/metrics", "\nunrip_portfolio_trade_pnl_eure 0.3\n"));
    const auto after = metrics();
    for (const auto* name :
         {"trade_pnl_eure",
          "mark_to_market_pnl_eure",
          "price_move_pnl_eure",
          "value_eure",
          "fills",
          "baseline",
          "pairs",
          "assets"})
        EXPECT_EQ(after.at(name), before.at(name)) << name;

    const auto series = metrics("?history=1h");
    ASSERT_FALSE(series.at("points").empty());
    EXPECT_EQ(series.at("points").back().at("trade_pnl_eure"), "0.3");
    EXPECT_EQ(house.writer.get("/portfolio-metrics?history=soon").status, 400);
}

TEST_F(PortfolioTest, AlertsWhenSomethingUnexplainedLastsTwoCountsAndClearsIt) {
    begin();
    speaker.say({counted(110, at(100), "900000", "600000000000000000000")});
    speaker.say({counted(111, at(110), "900000", "600000000000000000000")});
    const auto raised =
        "select severity from alerts where name = 'unexplained_balance' and state = 'raised'"
        " and key = 'unexplained/btc' and summary like '%-0.001%' limit 1";
    // It is told when it has lasted long enough not to be a settlement that is on its way.
    EXPECT_EQ(house.ask(raised), "");
    for (int beat = 0; beat < 120 && house.ask(raised).empty(); ++beat) {
        speaker.say({priced("px-u" + std::to_string(beat), at(200 + beat), "60000")});
        std::this_thread::sleep_for(std::chrono::milliseconds{500});
    }
    EXPECT_EQ(house.ask(raised), "critical") << house.writer.log();
    EXPECT_EQ(metrics().at("unexplained_btc"), "-0.001");
    EXPECT_EQ(metrics().at("trade_pnl_eure"), "0");

    // The deposit that explains it was only late.
    speaker.say({moved("wit-1", at(120), 109, "-100000", "0")});
    EXPECT_TRUE(house.comes_to(
        "select count(*) from alerts where name = 'unexplained_balance' and state = 'cleared'", "1"
    )) << house.writer.log();
}

TEST_F(PortfolioTest, SaysNothingWhileDisarmed) {
    begin();
    EXPECT_EQ(house.writer.post("/disarm").status, 200);
    EXPECT_TRUE(house.writer.comes_to_say(
        "/healthz", R"("history of TRADES","status":"ok","sentence":"disarmed)"
    ));
    EXPECT_TRUE(house.writer.comes_to_say(
        "/healthz", R"("history of MARKET","status":"ok","sentence":"disarmed)"
    ));
    trade();
    const auto said = house.ask("select count(*) from portfolio_metrics_snapshots");
    std::this_thread::sleep_for(std::chrono::milliseconds{500});
    EXPECT_EQ(house.ask("select count(*) from portfolio_metrics_snapshots"), said);
    EXPECT_EQ(house.writer.post("/arm").status, 200);
    EXPECT_TRUE(house.comes_to(kLatest, "0.3|0.2|-0.1")) << house.writer.log();
}

}  // namespace
}  // namespace unrip::test
