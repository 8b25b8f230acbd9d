#include "status_text.hpp"

#include "figures.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace unrip::unripctl {
namespace {

constexpr std::int64_t kNow = 1'795'183'351'000;  // 2026-11-20 14:02:31 UTC

std::string no_log(const std::string& /*service*/) {
    return {};
}
std::string some_log(const std::string& service) {
    return "var/run/log/" + service + ".log";
}

ServiceLook there(const std::string& name, const std::string& check, std::int64_t age_ms) {
    ServiceLook look;
    look.name = name;
    look.is_there = true;
    look.state = Json::parse(
        R"({"armed":false,"arming":{"since":"2026-11-20T13:00:00.000Z"},)"
        R"("health":{"status":"ok","checks":[{"name":"bus","status":"ok","sentence":"connected","age_ms":null}]}})"
    );
    Json one;
    one["name"] = check;
    one["status"] = "ok";
    one["sentence"] = "last";
    one["age_ms"] = age_ms;
    look.state["health"]["checks"].push_back(one);
    return look;
}

void arm(ServiceLook& look) {
    look.state["armed"] = true;
    look.state["arming"]["who"] = "ops";
    look.state["arming"]["since"] = "2026-11-20T06:50:31.000Z";
}

HouseLook healthy() {
    HouseLook house;
    house.at_ms = kNow;
    house.services = {
        there("near-intents-ingest", "relay", 400),
        there("market-reference-ingest", "price btc-eure", 300),
        there("inventory-sync", "count", 1'900),
        there("liquidity-manager", "bridge", 9'000),
        there("history-writer", "history of TRADES", 100),
        there("strategy-engine", "price btc-eure", 300),
        there("trade-executor", "signing", 2'200)};
    arm(house.services[5]);
    arm(house.services[6]);
    house.services[1].state["health"]["status"] = "degraded";
    house.services[1].state["health"]["checks"][0] = Json::parse(
        R"({"name":"source kraken","status":"degraded","sentence":"silent for 14 s","age_ms":14000})"
    );
    house.services[5].state["policy_hash"] = "3f9c1a0077";
    house.portfolio = Json::parse(
        R"({"account_id":"maker.near","trade_pnl_eure":"41.18","mark_to_market_pnl_eure":"29.13",)"
        R"("price_move_pnl_eure":"-12.05","baseline":{"taken_at":"2026-11-19T09:14:00.000Z"}})"
    );
    house.facts = Json::parse(
        R"({"prices":[{"pair":"btc-eure","mid":"60012.4","status":"agreed","disagreement_ppm":112,)"
        R"("age_ms":300,"half_spread_ppm":1200}],)"
        R"("held":[{"symbol":"BTC","spendable":"0.49821","pending":"0","promised":"0.004"},)"
        R"({"symbol":"EURe","spendable":"30118.42","pending":null,"promised":"240"}],)"
        R"("hour":{"seen":3411,"quoted":2006,"accepted":1988,"matched":41,"settled":40,"failed":0,"in_flight":1}})"
    );
    return house;
}

void expect_80_columns(const std::string& text) {
    std::istringstream lines{text};
    for (std::string line; std::getline(lines, line);)
        EXPECT_LE(width_of(line), 80U) << line;
}

TEST(StatusText, ShowsAHealthyHouse) {
    const auto text = status_text(healthy(), no_log);
    EXPECT_EQ(
        text,
        "unrip 0.1.0   account maker.near   policy 3f9c1a   14:02:31 UTC\n"
        "\n"
        "  TRADING  strategy armed (7 h 12 m, by ops)   executor armed (7 h 12 m, by ops)\n"
        "\n"
        "  service                  health    age of what flows\n"
        "  near-intents-ingest      ok        relay: last, 0.4 s\n"
        "  market-reference-ingest  degraded  source kraken: silent for 14 s\n"
        "  inventory-sync           ok        count: last, 1.9 s\n"
        "  liquidity-manager        ok        bridge: last, 9.0 s\n"
        "  history-writer           ok        history of TRADES: last, 0.1 s\n"
        "  strategy-engine          ok        price btc-eure: last, 0.3 s\n"
        "  trade-executor           ok        signing: last, 2.2 s\n"
        "\n"
        "  btc-eure   mid 60 012.40   disagreement 1.1 bps   quoting 12.0 bps each side\n"
        "  held       0.498 210 00 BTC        30 118.42 EURe\n"
        "  promised   0.004 000 00 BTC        240.00 EURe\n"
        "\n"
        "  since 11-19 09:14   trade +41.18   market -12.05   together +29.13 EURe\n"
        "  last hour   seen 3 411   quoted 2 006   accepted 1 988   matched 41\n"
        "              settled 40   failed 0   in flight 1\n"
    );
    expect_80_columns(text);
}

TEST(StatusText, WithNothingRunningSaysWhereTheLogsAreAndHowToStart) {
    HouseLook house;
    house.at_ms = kNow;
    ServiceLook away;
    away.name = "trade-executor";
    away.address = "127.0.0.1:8087";
    away.why_not = "http://127.0.0.1:8087: Connection refused";
    house.services = {away};
    house.no_history = "POSTGRES_URL is not set";
    const auto text = status_text(house, some_log);
    EXPECT_NE(
        text.find("trade-executor           not there nobody answers at 127.0.0.1:8087"),
        std::string::npos
    ) << text;
    EXPECT_NE(text.find("log var/run/log/trade-executor.log"), std::string::npos) << text;
    EXPECT_NE(text.find("start  ./scripts/up"), std::string::npos) << text;
    EXPECT_NE(text.find("POSTGRES_URL is not set"), std::string::npos) << text;
    expect_80_columns(text);
}

TEST(StatusText, AServiceThatWantsATokenIsNotTakenForAbsent) {
    auto house = healthy();
    house.services[0].is_there = false;
    house.services[0].why_not = "The token is missing.";
    const auto text = status_text(house, no_log);
    EXPECT_NE(text.find("The token is missing."), std::string::npos) << text;
}

TEST(StatusText, NoProfitIsShownBeforeTheFirstCommand) {
    auto house = healthy();
    house.portfolio["trade_pnl_eure"] = nullptr;
    EXPECT_EQ(profit_line(house), "P&L        none before the first command");
}

TEST(StatusText, TheJsonHasTheSameFactsUnderStableNames) {
    const auto json = Json::parse(status_json(healthy()));
    EXPECT_EQ(json.at("services").size(), 7U);
    EXPECT_EQ(json.at("services").at(5).at("armed"), true);
    EXPECT_EQ(json.at("services").at(1).at("health"), "degraded");
    EXPECT_EQ(json.at("portfolio").at("trade_pnl_eure"), "41.18");
    EXPECT_EQ(json.at("facts").at("hour").at("settled"), 40);
}

}  // namespace
}  // namespace unrip::unripctl
