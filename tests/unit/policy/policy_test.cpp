#include "strategy/engine.hpp"
#include "unit/policy/policy_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace unrip::policy {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;

File short_file() {
    auto file = parse(short_policy().dump());
    EXPECT_TRUE(file) << file.error().detail;
    return *file;
}

TEST(Policy, AShortFileGetsTheRestFromDefaults) {
    const auto file = short_file();
    EXPECT_EQ(file.name, "short");
    EXPECT_EQ(file.accounting.slug, "eure");
    ASSERT_EQ(file.pairs.size(), 1U);
    const auto& pair = file.pairs.front();
    EXPECT_EQ(pair.trading.pair.name(), "btc-eure");
    EXPECT_EQ(pair.trading.spread.half_spread, Ratio::bps(75));
    EXPECT_EQ(pair.trading.spread.half_spread_max, Ratio::bps(300));
    EXPECT_EQ(pair.trading.slots.open_target, 8U);
    EXPECT_EQ(pair.trading.slots.batch_size, 8U);
    EXPECT_EQ(pair.trading.slots.lane_open_quotes_max, 1U);
    EXPECT_FALSE(pair.trading.band);
    EXPECT_EQ(file.reference.beat, 1s);
    EXPECT_EQ(file.inventory.every, 15s);
    EXPECT_THAT(file.liquidity.chains, ElementsAre("btc:mainnet", "eth:100"));
    EXPECT_EQ(file.retention.at("swap_demand_events"), 14U);
}

TEST(Policy, TheStrategyGetsItsOwnPart) {
    auto policy = short_policy();
    policy["reference"] = {{"sources_min", 1}, {"disagreement_max_ppm", 4'000}};
    policy["freshness"] = {{"price_age_max_ms", 1'234}};
    policy["partners_refused"] = {"somebody"};
    policy["pairs"][0]["band"] = {{"base_min", "0"}, {"base_max", "77"}};
    const auto file = parse(policy.dump());
    ASSERT_TRUE(file) << file.error().detail;
    const auto strategy = file->strategy();
    EXPECT_THAT(strategy::validate(strategy), testing::IsEmpty());
    EXPECT_EQ(strategy.accounting_asset.text(), "nep141:eure.omft.near");
    EXPECT_EQ(strategy.reference.sources_min, 1U);
    EXPECT_EQ(strategy.reference.disagreement_max, Ratio::bps(40));
    EXPECT_EQ(strategy.freshness.price_age_max, 1'234ms);
    EXPECT_THAT(strategy.partners_refused, ElementsAre("somebody"));
    EXPECT_EQ(strategy.pairs.at(0).band->base_max, Amount{77});
}

TEST(Policy, ALaneHoldsManyQuotesUnlessTheFileSaysHowMany) {
    auto policy = short_policy();
    policy["pairs"][0]["slots"]["mode"] = "lanes";
    EXPECT_EQ(parse(policy.dump())->pairs[0].trading.slots.lane_open_quotes_max, 50U);
    policy["pairs"][0]["slots"]["lane_open_quotes_max"] = 3;
    EXPECT_EQ(parse(policy.dump())->pairs[0].trading.slots.lane_open_quotes_max, 3U);
}

TEST(Policy, ASourceOfTwoSymbolsSaysItsRoute) {
    const auto file = short_file();
    const auto& sources = file.pairs.front().sources;
    EXPECT_EQ(sources[0].route(), "");
    EXPECT_EQ(sources[1].route(), "btc-usd/eur-usd");
    EXPECT_THAT(sources[0].rest_symbols, ElementsAre("XBTEUR"));
    EXPECT_THAT(sources[1].rest_symbols, ElementsAre("BTC-USD", "EUR-USD"));
}

TEST(Policy, TheExecutorHasLimitsOfItsOwnForAPair) {
    auto policy = short_policy();
    EXPECT_EQ(short_file().command_limits(short_file().pairs[0]).notional_max, Amount{5'000});
    policy["pairs"][0]["executor_notional_max"] = "70";
    const auto file = *parse(policy.dump());
    const auto limits = file.command_limits(file.pairs[0]);
    EXPECT_EQ(limits.notional_max, Amount{70});
    EXPECT_EQ(limits.pairs.at(0).name(), "btc-eure");
    EXPECT_EQ(limits.nonce_margin, 60s);
}

TEST(Policy, RollingLimitsAreMultiplesOfTheLargestQuoteUnlessTheFileSays) {
    const auto& rolling = short_file().executor.rolling;
    EXPECT_EQ(rolling.settled_per_hour, Amount{250'000});
    EXPECT_EQ(rolling.loss_per_day, Amount{10'000});
    auto policy = short_policy();
    policy["executor"]["rolling"] = {{"loss_per_day", "9"}};
    EXPECT_EQ(parse(policy.dump())->executor.rolling.loss_per_day, Amount{9});
}

TEST(Policy, RollingLimitsOfTheLargestAmountDoNotWrapAround) {
    auto policy = short_policy();
    policy["executor"]["notional_max"] = "340282366920938463463374607431768211455";
    const auto file = parse(policy.dump());
    ASSERT_TRUE(file) << file.error().detail;
    EXPECT_EQ(file->executor.rolling.signed_per_day, file->executor.notional_max);
}

TEST(Policy, DestinationsAreNamedByToken) {
    auto policy = short_policy();
    policy["liquidity"]["destinations_allowed"]["btc"] = {"bc1qours"};
    const auto file = *parse(policy.dump());
    EXPECT_THAT(file.liquidity.destinations_allowed.at("btc"), ElementsAre("bc1qours"));
    EXPECT_FALSE(file.liquidity.destinations_allowed.contains("eure"));
}

TEST(Policy, TokensAndPairsAreFoundByNameAndId) {
    const auto file = short_file();
    EXPECT_EQ(file.find_token("btc")->chain, "btc:mainnet");
    EXPECT_EQ(file.find_token(file.accounting.id)->token.symbol, "EURe");
    EXPECT_EQ(file.find_token("eth"), nullptr);
    EXPECT_NE(file.find_pair("btc-eure"), nullptr);
    EXPECT_EQ(file.find_pair("eth-eure"), nullptr);
    EXPECT_EQ(file.token_book().tokens().size(), 2U);
}

TEST(Policy, TheHashIsOfTheBytesAndNotOfTheMeaning) {
    const auto compact = *parse(short_policy().dump());
    const auto spread_out = *parse(short_policy().dump(2));
    EXPECT_EQ(compact.hash.size(), 64U);
    EXPECT_NE(compact.hash, spread_out.hash);
    EXPECT_EQ(compact.short_hash(), compact.hash.substr(0, 12));
}

TEST(Policy, TheHashIsWhatSha256sumSays) {
    EXPECT_EQ(
        short_file().hash, "5b53d52dd8823967fc8deed4bd8f4ca42cb1ce0f90e689e2247d68f544b6a734"
    );
}

TEST(Policy, AFileThatIsNotThereIsNamed) {
    const auto file = load("/nowhere/policy.json");
    ASSERT_FALSE(file);
    EXPECT_THAT(file.error().detail, HasSubstr("/nowhere/policy.json"));
    EXPECT_THAT(file.error().detail, HasSubstr("UNRIP_POLICY_FILE"));
}

}  // namespace
}  // namespace unrip::policy
