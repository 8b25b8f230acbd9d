#include "checks.hpp"

#include <gtest/gtest.h>

namespace unrip::liquidity_manager {
namespace {

const AssetId kBtc = *AssetId::parse("nep141:btc.omft.near");
constexpr Instant kNow = from_unix_ms(1'795'165'200'000);

TokenTerms btc() {
    TokenTerms token;
    token.asset = kBtc;
    token.slug = "btc";
    token.symbol = "BTC";
    token.decimals = 8;
    token.chain = "btc:mainnet";
    return token;
}

TokenTerms eure() {
    auto token = btc();
    token.symbol = "EURe";
    token.decimals = 18;
    token.chain = "eth:100";
    return token;
}

Locks open() {
    return {false, true, true, {}};
}

std::string code(const std::optional<Refusal>& refusal) {
    return refusal ? refusal->code : "none";
}
std::string code(const Checked<std::string>& checked) {
    const auto* refusal = std::get_if<Refusal>(&checked);
    return refusal != nullptr ? refusal->code : "none";
}

TEST(Locks, EachSaysWhy) {
    EXPECT_EQ(code(locked(open())), "none");
    auto locks = open();
    locks.frozen = true;
    EXPECT_EQ(code(locked(locks)), "frozen");
    EXPECT_EQ(locked(locks)->status, 423);
    locks = open();
    locks.has_key = false;
    EXPECT_EQ(code(locked(locks)), "account_key_missing");
    locks = open();
    locks.server_syncs = false;
    EXPECT_EQ(code(locked(locks)), "durability_lazy");
    locks = open();
    locks.wrong_decimals = {"EURe: 18 in the policy, 6 at the bridge"};
    EXPECT_EQ(code(locked(locks)), "decimals_differ");
    EXPECT_NE(locked(locks)->message.find("EURe: 18"), std::string::npos);
}

TEST(Destination, IsTheOneAskedForElseTheDefault) {
    auto token = btc();
    EXPECT_EQ(code(destination(token, std::nullopt)), "address_missing");
    EXPECT_EQ(
        std::get<std::string>(destination(token, "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4")),
        "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"
    );
    token.default_address = "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq";
    EXPECT_EQ(
        std::get<std::string>(destination(token, std::nullopt)),
        "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"
    );
    EXPECT_EQ(
        std::get<std::string>(destination(token, "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4")),
        "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"
    );
}

TEST(Destination, MustHaveTheFormOfItsChain) {
    for (const auto* address : {"bc1q two", "a:memo", "", "bc1\n"}) {
        EXPECT_EQ(code(destination(btc(), address)), "address_malformed") << address;
    }
    const auto* good = "0x420ca0f9b9b604ce0fd9c18ef134c705e5fa3430";
    EXPECT_EQ(code(destination(eure(), good)), "none");
    EXPECT_EQ(code(destination(eure(), "0x420ca0")), "address_malformed");
    EXPECT_EQ(
        code(destination(eure(), "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq")), "address_malformed"
    );
}

TEST(Destination, MustBeAllowedByThePolicy) {
    auto token = btc();
    token.allowed = {"bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"};
    EXPECT_EQ(code(destination(token, "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq")), "none");
    EXPECT_EQ(
        code(destination(token, "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4")),
        "address_not_allowed"
    );
    token.default_address = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4";
    EXPECT_EQ(code(destination(token, std::nullopt)), "address_not_allowed");
    auto gnosis = eure();
    gnosis.allowed = {"0x420CA0F9B9B604CE0FD9C18EF134C705E5FA3430"};
    EXPECT_EQ(code(destination(gnosis, "0x420ca0f9b9b604ce0fd9c18ef134c705e5fa3430")), "none");
    token.allowed = std::vector<std::string>{};
    EXPECT_EQ(
        code(destination(token, "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq")),
        "address_not_allowed"
    ) << "an empty list is a list";
}

TEST(Estimates, TakeTheFeeOutOfTheAmount) {
    venue::BridgeToken bridge;
    bridge.min_withdrawal = Amount{700};
    const venue::WithdrawalEstimate told{Amount{1'500}, 8};
    const auto good = estimate(btc(), Amount{100'000}, bridge, told);
    EXPECT_EQ(good.arrives, Amount{98'500});
    EXPECT_EQ(good.fee, Amount{1'500});
    EXPECT_FALSE(good.problem);
    EXPECT_FALSE(estimate(btc(), Amount{2'200}, bridge, told).problem);
    EXPECT_EQ(code(estimate(btc(), Amount{2'199}, bridge, told).problem), "below_minimum");
    EXPECT_EQ(code(estimate(btc(), Amount{1'000}, bridge, told).problem), "below_minimum");
    auto strict = btc();
    strict.withdrawal_min = Amount{50'000};
    EXPECT_EQ(code(estimate(strict, Amount{51'499}, bridge, told).problem), "below_minimum");
    EXPECT_FALSE(estimate(strict, Amount{51'500}, bridge, told).problem);
    EXPECT_EQ(
        code(estimate(btc(), Amount{100'000}, bridge, {Amount{1'500}, 6}).problem), "fee_unclear"
    );
}

TEST(Balances, CoverAllThatWasAskedFor) {
    Counted counted;
    counted.heard_at = kNow;
    counted.inventory.balances = {{kBtc, "BTC", 8, Amount{100'000}, Amount{900'000}}};
    const auto check = [&](u128 amount, u128 asked, Nanoseconds age = {}) {
        return code(check_balance(counted, kNow + age, btc(), Amount{amount}, Amount{asked}));
    };
    EXPECT_EQ(check(100'000, 0), "none");
    EXPECT_EQ(check(100'001, 0), "balance_too_small") << "what is pending can't be spent";
    EXPECT_EQ(check(60'000, 40'000), "none");
    EXPECT_EQ(check(60'000, 40'001), "balance_too_small");
    EXPECT_EQ(check(1, kU128Max), "balance_too_small");
    EXPECT_EQ(check(1, 0, std::chrono::minutes{3}), "balance_stale");
    auto other = btc();
    other.asset = *AssetId::parse("nep141:eth.omft.near");
    EXPECT_EQ(code(check_balance(counted, kNow, other, Amount{1}, {})), "balance_unknown");
    EXPECT_EQ(code(check_balance(std::nullopt, kNow, btc(), Amount{1}, {})), "balance_unknown");
}

TEST(Decimals, AreThoseOfTheBridge) {
    venue::BridgeToken known;
    known.id = kBtc;
    known.decimals = 8;
    const Terms terms{{btc()}};
    EXPECT_TRUE(wrong_decimals(terms, {known}).empty());
    EXPECT_TRUE(wrong_decimals(terms, {}).empty());
    known.decimals = 6;
    ASSERT_EQ(wrong_decimals(terms, {known}).size(), 1U);
    EXPECT_NE(wrong_decimals(terms, {known}).front().find("8 in the policy"), std::string::npos);
}

TEST(Executions, AreOfEmptyIntentsOfOursOnly) {
    messages::ExecuteIntents request;
    request.action_id = "rev-1";
    const auto why = [&] {
        return why_not_execute(request, "maker.near", "intents.near").value_or("");
    };
    EXPECT_NE(why(), "") << "nothing to execute";
    messages::SignedIntent intent;
    intent.recipient = "intents.near";
    intent.message = R"({"signer_id":"maker.near","deadline":"x","intents":[]})";
    request.intents = {intent};
    EXPECT_EQ(why(), "");
    request.intents[0].message = R"({"signer_id":"maker.near","intents":[{"intent":"transfer"}]})";
    EXPECT_NE(why().find("empty"), std::string::npos);
    request.intents[0].message = R"({"signer_id":"other.near","intents":[]})";
    EXPECT_NE(why().find("empty"), std::string::npos);
    request.intents[0].message = "no JSON";
    EXPECT_NE(why().find("empty"), std::string::npos);
    request.intents = {intent};
    request.intents[0].recipient = "elsewhere.near";
    EXPECT_NE(why().find("elsewhere.near"), std::string::npos);
    request.intents = {intent};
    request.action_id = "a b";
    EXPECT_NE(why().find("action_id"), std::string::npos);
}

}  // namespace
}  // namespace unrip::liquidity_manager
