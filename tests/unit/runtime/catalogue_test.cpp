#include "runtime/catalogue.hpp"

#include "core/spelling.hpp"
#include "runtime/processes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace unrip::runtime {
namespace {

using testing::HasSubstr;

std::string judged(std::string_view name, std::string_view value = "x") {
    return misspelt(catalogue(), name, value).value_or("fine");
}

TEST(Catalogue, NamesEachVariableOnceAndOnlyProcessesThatExist) {
    std::set<std::string_view> names;
    for (const auto& variable : catalogue()) {
        EXPECT_TRUE(names.insert(variable.name).second) << variable.name;
        EXPECT_FALSE(variable.about.empty()) << variable.name;
        EXPECT_FALSE(variable.required && !variable.default_text.empty()) << variable.name;
        EXPECT_FALSE(variable.secret && !variable.default_text.empty()) << variable.name;
        // Programs that have no control port.
        bool for_somebody = variable.is_for("unripctl") || variable.is_for("unrip-streams") ||
                            variable.is_for("unrip-migrate");
        for (const auto& process : processes())
            for_somebody |= variable.is_for(process.name);
        EXPECT_TRUE(for_somebody) << variable.name;
    }
}

TEST(Catalogue, HoldsThePortOfEveryProcess) {
    for (const auto& process : processes()) {
        const auto* port = find_variable(catalogue(), process.port_variable);
        ASSERT_NE(port, nullptr) << process.name;
        EXPECT_EQ(port->default_text, std::to_string(process.port));
        EXPECT_TRUE(port->is_for(process.name));
    }
}

TEST(Catalogue, GivesTheKeysToOneProcessEach) {
    const auto* quote_key = find_variable(catalogue(), "NEAR_INTENTS_SIGNER_PRIVATE_KEY");
    const auto* account_key = find_variable(catalogue(), "NEAR_ACCOUNT_PRIVATE_KEY");
    for (const auto& process : processes()) {
        EXPECT_EQ(quote_key->is_for(process.name), process.name == "trade-executor");
        EXPECT_EQ(account_key->is_for(process.name), process.name == "liquidity-manager");
    }
}

TEST(Misspelt, LetsOursAndForeignNamesPass) {
    for (const auto* name :
         {"NATS_URL",
          "CONTROL_TOKEN",
          "CONTROL_TOKEN_FILE",
          "NEAR_ACCOUNT_PRIVATE_KEY_FILE",
          "PATH",
          "HOME",
          "NATS_CONTEXT",
          "POSTGRES_USER",
          "POSTGRES_DB",
          "POSTGRES_PASSWORD",
          "NEAR_ENV",
          "PGPASSWORD",
          "LC_ALL",
          "NATS_USERS_DB"}) {
        EXPECT_EQ(judged(name), "fine") << name;
    }
}

TEST(Misspelt, AsksWhetherANearMissWasMeant) {
    EXPECT_THAT(judged("NATS_ULR"), HasSubstr("did you mean NATS_URL?"));
    EXPECT_THAT(judged("STRATEGY_MAX_NOTIONAL_EUR"), HasSubstr("mean STRATEGY_MAX_NOTIONAL_EURE?"));
    EXPECT_THAT(judged("CONTROL_TOKN"), HasSubstr("did you mean CONTROL_TOKEN?"));
    EXPECT_THAT(judged("CONTROL_TOKEN_FIEL"), HasSubstr("did you mean CONTROL_TOKEN_FILE?"));
    EXPECT_THAT(judged("POSTGRES_ULR"), HasSubstr("did you mean POSTGRES_URL?"));
    EXPECT_THAT(judged("UNRPI_LOG_LEVEL"), HasSubstr("did you mean UNRIP_LOG_LEVEL?"));
    EXPECT_THAT(judged("NEAR_RPC_URL"), HasSubstr("did you mean NEAR_RPC_URLS?"));
    EXPECT_THAT(judged("STRATEGY_ENGINE_PROT"), HasSubstr("did you mean STRATEGY_ENGINE_PORT?"));
}

TEST(Misspelt, RefusesWhatIsUnknownUnderOurOwnPrefixes) {
    for (const auto* name :
         {"STRATEGY_WHATEVER_ELSE",
          "UNRIP_TURBO_MODE_PLEASE",
          "REFERENCE_COINMARKETCAP_ENDPOINT"}) {
        EXPECT_THAT(judged(name), HasSubstr("docs/CONFIGURATION.md")) << name;
    }
    // Only secrets have a file form.
    EXPECT_THAT(judged("STRATEGY_MAX_NOTIONAL_EURE_FILE"), HasSubstr("is not a variable of unrip"));
}

TEST(Misspelt, KnowsWhatKubernetesPutsIntoEveryContainer) {
    for (const auto* name :
         {"NATS_SERVICE_HOST",
          "NATS_SERVICE_PORT",
          "NATS_SERVICE_PORT_CLIENT",
          "NATS_PORT_4222_TCP",
          "NATS_PORT_4222_TCP_PROTO",
          "NATS_PORT_4222_TCP_ADDR",
          "STRATEGY_ENGINE_SERVICE_HOST",
          "STRATEGY_ENGINE_PORT_8086_TCP_PORT"}) {
        EXPECT_EQ(judged(name), "fine") << name;
    }
    EXPECT_EQ(judged("NATS_PORT", "tcp://10.0.0.2:4222"), "fine");
    EXPECT_EQ(judged("TRADE_EXECUTOR_PORT", "tcp://10.0.0.2:8087"), "fine");
    EXPECT_NE(judged("STRATEGY_ENGINE_PORT_X_TCP"), "fine");
}

TEST(TypingDistance, CountsSlips) {
    EXPECT_EQ(typing_distance("", ""), 0U);
    EXPECT_EQ(typing_distance("", "abc"), 3U);
    EXPECT_EQ(typing_distance("abc", "acb"), 1U);
    EXPECT_EQ(typing_distance("kitten", "sitting"), 3U);
}

}  // namespace
}  // namespace unrip::runtime
