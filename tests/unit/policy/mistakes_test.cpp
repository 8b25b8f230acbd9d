#include "unit/policy/policy_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace unrip::policy {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;

TEST(PolicyMistakes, AMisspeltFieldIsNamedWithTheOneThatWasMeant) {
    auto policy = short_policy();
    policy["pairs"][0]["limits"]["notinal_max"] = "1";
    EXPECT_EQ(
        mistakes_in(policy),
        "pairs[0].limits.notinal_max is not a field of a policy: did you mean notional_max? Fields "
        "here: notional_max, notional_min, base_max, quote_max, quotes_per_second, quotes_burst, "
        "deadline_max_ms"
    );
}

TEST(PolicyMistakes, AFieldThatIsLikeNoneIsStillOne) {
    EXPECT_THAT(
        mistakes_with("/comment", "hello"),
        HasSubstr("comment is not a field of a policy. Fields here")
    );
}

TEST(PolicyMistakes, AllAreToldAtOnceEachOnALine) {
    auto policy = short_policy();
    policy["pairs"][0]["limits"]["notional_max"] = "0";
    policy["pairs"][0]["spread"]["half_spread_ppm"] = -5;
    policy["tokens"][0]["decimals"] = 39;
    const auto mistakes = mistakes_in(policy);
    EXPECT_THAT(
        mistakes, HasSubstr("tokens[0].decimals is 39: must be a whole number from 0 to 38\n")
    );
    EXPECT_THAT(
        mistakes, HasSubstr("pairs[0].spread.half_spread_ppm is -5: must be a whole number")
    );
    EXPECT_THAT(
        mistakes,
        HasSubstr(
            "pairs[0].limits.notional_max is \"0\": must be base units in a string of digits, "
            "above zero"
        )
    );
}

TEST(PolicyMistakes, ANameThatStandsTwiceInOneObjectIsOne) {
    auto text = short_policy().dump();
    text.insert(1, R"("name":"other",)");
    const auto file = parse(text);
    ASSERT_FALSE(file);
    EXPECT_THAT(file.error().detail, HasSubstr("\"name\" stands twice in one object"));
}

TEST(PolicyMistakes, WhatIsMissingIsSaidWithWhatItMustBe) {
    auto policy = short_policy();
    policy.erase("name");
    policy["pairs"][0].erase("spread");
    const auto mistakes = mistakes_in(policy);
    EXPECT_THAT(mistakes, HasSubstr("name is missing: must be a text that is not empty"));
    EXPECT_THAT(mistakes, HasSubstr("pairs[0].spread.half_spread_ppm is missing: must be a whole"));
}

TEST(PolicyMistakes, AnAmountIsNeverANumber) {
    EXPECT_THAT(
        mistakes_with("/executor/notional_max", 5'000),
        HasSubstr("executor.notional_max is 5000: must")
    );
    EXPECT_NE(mistakes_with("/executor/notional_max", "5e3"), "");
    EXPECT_NE(mistakes_with("/executor/notional_max", "-5"), "");
    EXPECT_NE(
        mistakes_with("/executor/notional_max", "340282366920938463463374607431768211456"), ""
    );
}

TEST(PolicyMistakes, ATimeIsAWholeNumberAboveZero) {
    for (const auto& wrong : {json(0), json(-1), json(1.5), json("1s"), json(1e18), json(nullptr)})
        EXPECT_THAT(
            mistakes_with("/freshness/price_age_max_ms", wrong),
            HasSubstr("freshness.price_age_max_ms is " + wrong.dump() + ": must be a whole number")
        );
}

TEST(PolicyMistakes, TheAccountingTokenPricesEveryPair) {
    auto policy = short_policy();
    policy["accounting_token"] = "btc";
    EXPECT_THAT(
        mistakes_in(policy),
        HasSubstr("pairs[0].quote is \"eure\": must be the accounting token (btc)")
    );
    policy["accounting_token"] = "usd";
    EXPECT_THAT(
        mistakes_in(policy),
        HasSubstr("accounting_token is \"usd\": must be the slug of one of the tokens")
    );
}

TEST(PolicyMistakes, APairNamesTwoTokensOfTheFile) {
    EXPECT_THAT(
        mistakes_with("/pairs/0/base", "eth"),
        HasSubstr("pairs[0].base is \"eth\": must be the slug")
    );
    EXPECT_THAT(
        mistakes_with("/pairs/0/base", "eure"),
        HasSubstr("pairs[0].base is \"eure\": must be another token than quote")
    );
}

TEST(PolicyMistakes, TheSameTwoTokensAreOnePair) {
    auto policy = short_policy();
    policy["pairs"].push_back(policy["pairs"][0]);
    EXPECT_THAT(mistakes_in(policy), HasSubstr("pairs[1].base is \"btc\": must be another"));
}

TEST(PolicyMistakes, ATokenStandsOnce) {
    auto policy = short_policy();
    policy["tokens"].push_back(policy["tokens"][0]);
    EXPECT_THAT(mistakes_in(policy), HasSubstr("tokens[2].slug is \"btc\": must be another"));
}

TEST(PolicyMistakes, ASlugAChainAndAnAssetHaveTheirForm) {
    EXPECT_THAT(mistakes_with("/tokens/0/slug", "B-T"), HasSubstr("tokens[0].slug is \"B-T\""));
    EXPECT_THAT(
        mistakes_with("/tokens/0/chain", "gnosis"), HasSubstr("tokens[0].chain is \"gnosis\"")
    );
    EXPECT_THAT(
        mistakes_with("/tokens/0/asset_id", "btc.omft.near"),
        HasSubstr("tokens[0].asset_id is \"btc.omft.near\": must be an asset id")
    );
}

TEST(PolicyMistakes, APairHasAsManySourcesAsAPriceNeeds) {
    EXPECT_THAT(
        mistakes_with("/reference/sources_min", 3),
        HasSubstr("must be at least 3 sources, as many as sources_min asks for")
    );
    EXPECT_THAT(mistakes_with("/reference_limits/sources_min", 3), HasSubstr("at least 3 sources"));
}

TEST(PolicyMistakes, OneSourceCountedTwiceWouldAgreeWithItself) {
    auto policy = short_policy();
    policy["pairs"][0]["sources"][1] = policy["pairs"][0]["sources"][0];
    EXPECT_THAT(mistakes_in(policy), HasSubstr("different sources"));
}

TEST(PolicyMistakes, ASourceIsOneThatWeKnowWithOneSymbolOrTwo) {
    EXPECT_THAT(
        mistakes_with("/pairs/0/sources/0/source", "kracken"),
        HasSubstr("is \"kracken\": must be one of kraken, coinbase, bitstamp, binance, pyth")
    );
    EXPECT_THAT(
        mistakes_with("/pairs/0/sources/0/symbols", {"a", "b", "c"}),
        HasSubstr("one symbol, or two")
    );
    EXPECT_THAT(
        mistakes_with("/pairs/0/sources/0/symbols", "BTC/EUR"), HasSubstr("a list of texts")
    );
    EXPECT_THAT(
        mistakes_with("/pairs/0/sources/0/rest_symbols", {"a", "b"}),
        HasSubstr("as many as symbols")
    );
}

struct Rule {
    std::string pointer;
    json value;
    std::string said;
};

TEST(PolicyMistakes, RulesBetweenFieldsBlameOneOfThem) {
    for (const auto& rule : std::vector<Rule>{
             {"/pairs/0/spread/half_spread_max_ppm", 100, "at least half_spread_ppm"},
             {"/pairs/0/limits/notional_min", "5001", "at most notional_max"},
             {"/pairs/0/slots/batch_size", 9, "at most open_target"},
             {"/pairs/0/slots/lane_open_quotes_max", 2, "1 in reserve"},
             {"/pairs/0/slots/base_cap", "0", "above zero where quote_cap is zero"},
             {"/pairs/0/slots/nonce_lifetime_ms", 190'000, "above 190000, the longest quote"},
             {"/pairs/0/band", {{"base_min", "2"}, {"base_max", "1"}}, "at least base_min"},
             {"/timing/nonce_margin_ms", 59'999, "at least 60000"},
             {"/executor/lifetime_max_ms", 1'000, "above lifetime_min_ms"},
             {"/inventory/near_end_every_ms", 15'001, "at most every_ms"},
             {"/reference/publish_interval_min_ms", 1'001, "at most beat_ms"},
             {"/schema", "policy/2", "the only one this program reads"},
         })
        EXPECT_THAT(mistakes_with(rule.pointer, rule.value), HasSubstr(rule.said)) << rule.pointer;
}

TEST(PolicyMistakes, ATableOrTokenThatDoesNotExistIsOne) {
    EXPECT_THAT(
        mistakes_with("/retention/trade_decision", 30), HasSubstr("did you mean trade_decisions?")
    );
    EXPECT_THAT(
        mistakes_with("/liquidity/destinations_allowed/bct", {"x"}), HasSubstr("did you mean btc?")
    );
    EXPECT_THAT(mistakes_with("/retention/liquidity_actions", 30), HasSubstr("is not a field"));
}

TEST(PolicyMistakes, AnObjectIsAnObjectAndAListHasSomethingInIt) {
    EXPECT_THAT(mistakes_with("/freshness", 5), HasSubstr("freshness is 5: must be an object"));
    EXPECT_THAT(mistakes_with("/pairs", json::array()), HasSubstr("pairs is []: must be a list"));
    EXPECT_THAT(mistakes_with("/pairs", {5}), HasSubstr("pairs[0] is 5: must be an object"));
}

TEST(PolicyMistakes, WhatIsNoJsonSaysWhere) {
    const auto file = parse("{\n  \"schema\": ,\n}");
    ASSERT_FALSE(file);
    EXPECT_THAT(file.error().detail, AllOf(HasSubstr("not JSON"), HasSubstr("line 2")));
    EXPECT_THAT(parse("[]").error().detail, HasSubstr("must be one: {"));
    EXPECT_THAT(parse("").error().detail, HasSubstr("not JSON"));
}

}  // namespace
}  // namespace unrip::policy
