#include "near/verifier_answers.hpp"

#include <gtest/gtest.h>

namespace unrip::near {
namespace {

TEST(VerifierAnswers, GiveOneBalanceForEachToken) {
    EXPECT_EQ(*read_balances(R"(["1","2"])", 2), (std::vector{Amount{1}, Amount{2}}));
    EXPECT_FALSE(read_balances(R"(["1"])", 2));
    EXPECT_FALSE(read_balances(R"(["1","2","3"])", 2));
    EXPECT_FALSE(read_balances(R"([1,2])", 2));
    EXPECT_FALSE(read_balances(R"({"a":"1"})", 1));
    EXPECT_FALSE(read_balances("", 0));
}

TEST(VerifierAnswers, NeverTurnSomethingElseIntoANumber) {
    for (const char* bad : {"", "null", "1", "\"\"", "\"-1\"", "\"1.0\"", "[]"}) {
        EXPECT_FALSE(read_balance(bad)) << bad;
    }
    for (const char* bad : {"", "null", "0", "\"true\"", "[]"})
        EXPECT_FALSE(read_flag(bad)) << bad;
    for (const char* bad : {"", "null", "\"1\"", "-1", "1.5", "1000001"}) {
        EXPECT_FALSE(read_fee(bad)) << bad;
    }
    EXPECT_FALSE(read_salt("\"zz\""));
    EXPECT_FALSE(read_salt("252812"));
    EXPECT_FALSE(read_account_id("\"No Account\""));
    EXPECT_FALSE(read_public_keys(R"(["rsa:1"])"));
    EXPECT_FALSE(read_token_ids(R"([{"id":"x"}])"));
}

TEST(VerifierAnswers, ListTokens) {
    EXPECT_EQ(
        *read_token_ids(R"([{"token_id":"nep141:a.near","owner_id":"b.near"}])"),
        std::vector<std::string>{"nep141:a.near"}
    );
}

std::string simulation(const std::string& violated) {
    return R"({"intents_executed":[],"logs":["x"],"min_deadline":"2026-11-20T09:00:00Z",)" +
           violated + R"("state":{"fee":1,"current_salt":"252812b3"}})";
}

TEST(Simulation, TellsWhatIsLeftOver) {
    const auto clean = read_simulation(simulation(""));
    ASSERT_TRUE(clean);
    EXPECT_TRUE(clean->unmatched.empty());
    EXPECT_FALSE(clean->overflowed);
    EXPECT_EQ(clean->logs.size(), 1U);

    const auto overflowed =
        read_simulation(simulation(R"("invariant_violated":{"error":"overflow"},)"));
    ASSERT_TRUE(overflowed);
    EXPECT_TRUE(overflowed->overflowed);
    EXPECT_TRUE(read_simulation(simulation(R"("invariant_violated":null,)")));
}

TEST(Simulation, RefusesAViolationItDoesNotKnow) {
    EXPECT_FALSE(read_simulation(simulation(R"("invariant_violated":{"error":"new"},)")));
    EXPECT_FALSE(read_simulation(simulation(R"("invariant_violated":{},)")));
    EXPECT_FALSE(read_simulation("{}"));
}

}  // namespace
}  // namespace unrip::near
