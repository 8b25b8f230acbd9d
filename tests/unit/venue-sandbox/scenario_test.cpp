#include "world/scenario.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

namespace unrip::sandbox {
namespace {

using testing::HasSubstr;

std::string mistakes_of(std::string_view text) {
    const auto scenario = parse_scenario(text);
    return scenario ? "none" : scenario.error().detail;
}

TEST(Scenario, OfAnEmptyFileIsAWorldToTradeIn) {
    const auto scenario = parse_scenario("{}");
    ASSERT_TRUE(scenario) << scenario.error().detail;
    ASSERT_NE(scenario->find_pair("btc-eure"), nullptr);
    EXPECT_EQ(scenario->find_pair("btc-eure")->market, "BTC/EUR");
    EXPECT_EQ(scenario->exchanges.size(), 5U);
    EXPECT_EQ(scenario->takers.size(), 1U);
    EXPECT_EQ(scenario->maker.id, "maker.sandbox.near");
    EXPECT_EQ(scenario->maker.balances.size(), 3U);
}

TEST(Scenario, NamesEveryMistakeWithItsPlace) {
    const auto mistakes = mistakes_of(R"({
        "seed": -1,
        "markets": [{"name":"BTC/EUR","start":60000},
                    {"name":"ETH/EUR","start":"1","regimes":[{"name":"x","volatility_ppm_per_hour":2000000}]}],
        "pairs": [{"market":"BTC/GBP","base":{"id":"nonsense","slug":"btc","decimals":8},
                   "quote":{"id":"nep141:eure.near","slug":"eure","decimals":18}}],
        "exchanges": {"kraken":{"lag_ms":-5,"outages":[{"how":"asleep","from_ms":5,"until_ms":5}]},"mtgox":{}},
        "takers": [{"name":"a","per_second":-1},{"name":"a","size_least":"5","size_most":"2","pairs":["doge-eure"]}],
        "relay": {"verify":"never"},
        "maker": {"balances":{"nep141:btc.omft.near":"1.5"}},
        "faults": [{"at_ms":5}],
        "weather": "fine"})");
    for (const auto* place :
         {"/seed is -1",
          "/markets/0/start is 60000",
          "/markets/1/regimes/0/volatility_ppm_per_hour",
          "/pairs/btc-eure names the market BTC/GBP",
          "/pairs/0/base/id is \"nonsense\"",
          "/exchanges/kraken/lag_ms is -5",
          "/exchanges/kraken/outages/0/how",
          "/exchanges/kraken/outages/0/until_ms is 5; it must be later than from_ms",
          "/exchanges/mtgox is not known here",
          "/takers/0/per_second is -1",
          "/takers/1/size_most",
          "/takers/1/name is \"a\"",
          "/takers/a names the pair doge-eure",
          "/relay/verify is \"never\"; it must be one of inline, deferred",
          "/maker/balances",
          "/faults/0/fault is missing",
          "/weather is not known here"}) {
        EXPECT_THAT(mistakes, HasSubstr(place));
    }
}

TEST(Scenario, RefusesWhatIsNoJsonObject) {
    EXPECT_THAT(mistakes_of("["), HasSubstr("not JSON"));
    EXPECT_THAT(mistakes_of("[]"), HasSubstr("JSON object"));
}

TEST(Scenario, TakesAMergePatch) {
    const auto scenario = parse_scenario(R"({"name":"x","competitor":{"on":true}})");
    const auto changed = patched(*scenario, R"({"competitor":{"half_spread_ppm":77}})");
    ASSERT_TRUE(changed);
    EXPECT_EQ(changed->name, "x");
    EXPECT_TRUE(changed->competitor.on);
    EXPECT_EQ(changed->competitor.half_spread_ppm, 77U);
    EXPECT_FALSE(patched(*scenario, R"({"competitor":{"half_spread_ppm":"much"}})"));
}

TEST(Scenario, CountsRequestsInThousandthsOfASecond) {
    const auto scenario = parse_scenario(R"({"takers":[{"name":"a","per_second":0.125}]})");
    EXPECT_EQ(scenario->takers.front().per_1000_seconds, 125U);
}

TEST(Scenario, HoldsAHundredPairs) {
    std::string markets;
    std::string pairs;
    for (int i = 0; i < 100; ++i) {
        const auto name = "C" + std::to_string(i);
        markets +=
            (i == 0 ? "" : ",") + std::string{R"({"name":")"} + name + R"(/EUR","start":"10"})";
        pairs +=
            (i == 0 ? "" : ",") + std::string{R"({"market":")"} + name +
            R"(/EUR","base":{"id":"nep141:)" + "c" + std::to_string(i) + R"(.near","slug":"c)" +
            std::to_string(i) +
            R"(","decimals":8},"quote":{"id":"nep141:eure.near","slug":"eure","decimals":18}})";
    }
    const auto scenario =
        parse_scenario(R"({"markets":[)" + markets + R"(],"pairs":[)" + pairs + "]}");
    ASSERT_TRUE(scenario) << scenario.error().detail;
    EXPECT_EQ(scenario->pairs.size(), 100U);
}

TEST(Scenario, IsGoodInEveryFileThatIsDelivered) {
    int files = 0;
    const std::string folder = UNRIP_SOURCE_DIR "/deploy/sandbox/scenarios";
    for (const auto& entry : std::filesystem::directory_iterator{folder}) {
        const auto scenario = load_scenario(entry.path().string());
        EXPECT_TRUE(scenario) << scenario.error().detail;
        if (!scenario) continue;
        EXPECT_EQ(scenario->name + ".json", entry.path().filename().string());
        ++files;
    }
    EXPECT_GE(files, 5);
}

TEST(Scenario, NamesTheFileThatCantBeRead) {
    EXPECT_THAT(load_scenario("/nowhere/x.json").error().detail, HasSubstr("/nowhere/x.json"));
}

}  // namespace
}  // namespace unrip::sandbox
