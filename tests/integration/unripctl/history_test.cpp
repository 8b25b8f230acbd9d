// The verbs that read the history, against a real one.

#include "integration/unripctl/fake_house.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace unrip::test {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

std::int64_t now_ms() {
    return to_unix_ms(SystemClock{}.now());
}

struct HistoryVerbs : FakeHouse {
    HistoryVerbs() {
        have_history();
        all_answer_state();
        const auto at = now_ms() - 5'000;
        write({
            counted(131'204'118, at, "49821000", "30118420000000000000000"),
            retold(
                "ref.market_price", "px-1", at, {{"observed_at_ns", at * 1'000'000}}, json::object()
            ),
            retold("decision.trade_decision", "dec-7-1204", at),
            retold("decision.trade_decision@declined", "dec-7-1205", at),
            retold("cmd.execute_trade", "cmd-7-1204", at),
            retold("exec.quote_signed", "sig-1", at),
            retold("exec.trade_result", "res-1", at + 1),
            retold("exec.trade_settlement", "set-1", at + 2),
        });
    }
};

TEST_F(HistoryVerbs, StatusHasPricesBalancesAndTheLastHour) {
    port("history-writer")
        .answer(
            "GET /portfolio-metrics",
            200,
            R"({"account_id":"maker.near","trade_pnl_eure":"0.3","mark_to_market_pnl_eure":"0.2",)"
            R"("price_move_pnl_eure":"-0.1","baseline":{"taken_at":"2026-11-19T09:14:00.000Z"}})"
        );
    const auto shown = ctl({"status"});
    EXPECT_EQ(shown.exit_code, 0) << shown.output;
    EXPECT_THAT(shown.output, HasSubstr("btc-eure   mid 60 000.00   disagreement 0.5 bps"));
    EXPECT_THAT(shown.output, HasSubstr("held       0.498 210 00 BTC        30 118.42 EURe"));
    EXPECT_THAT(shown.output, HasSubstr("trade +0.30   market -0.10   together +0.20 EURe"));
    EXPECT_THAT(shown.output, HasSubstr("seen 2   quoted 1   accepted 1   matched 1"));

    const auto facts = json::parse(ctl({"status", "--json"}).output);
    EXPECT_EQ(facts.at("facts").at("hour").at("settled"), 1);
    EXPECT_EQ(facts.at("services").at(5).at("armed"), true);
}

TEST_F(HistoryVerbs, StatusKnowsPricesAndBalancesFromTheServicesWhenTheHistoryIsAway) {
    environment_.erase("POSTGRES_URL");
    port("strategy-engine")
        .answer(
            "GET /state",
            200,
            R"({"armed":true,"arming":{},"health":{"status":"ok","checks":[]},"detail":{)"
            R"("facts":{"prices":{"btc-eure":{"age_ms":200,"mid":"60012.4"}}},)"
            R"("promised":{"nep141:btc.omft.near":{"committed":"400000","counted":"49821000"}}}})"
        );
    port("inventory-sync")
        .answer(
            "GET /state",
            200,
            R"({"armed":true,"arming":{},"health":{"status":"ok","checks":[]},"detail":{"count":{"balances":[)"
            R"({"asset":"nep141:btc.omft.near","symbol":"BTC","decimals":8,"spendable":"49821000"}]}}})"
        );
    const auto shown = ctl({"status"}).output;
    EXPECT_THAT(shown, HasSubstr("btc-eure   mid 60 012.40\n"));
    EXPECT_THAT(shown, HasSubstr("held       0.498 210 00 BTC\n"));
    EXPECT_THAT(shown, HasSubstr("promised   0.004 000 00 BTC\n"));
    EXPECT_THAT(shown, HasSubstr("last hour   not known: POSTGRES_URL is not set"));
}

TEST_F(HistoryVerbs, StatusSaysWhichServiceIsNotThere) {
    remove("trade-executor");
    const auto shown = ctl({"status"});
    EXPECT_EQ(shown.exit_code, 1);
    EXPECT_THAT(shown.output, HasSubstr("trade-executor           not there nobody answers"));
    EXPECT_THAT(shown.output, HasSubstr("start  ./scripts/up"));
}

}  // namespace
}  // namespace unrip::test
