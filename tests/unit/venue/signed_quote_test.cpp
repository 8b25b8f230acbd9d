#include "venue/relay/signed_quote.hpp"

#include <gtest/gtest.h>

namespace unrip::venue {
namespace {

struct SignedQuoteTest : testing::Test {
    SignedQuoteTest() {
        answer.quote_id = QuoteId{"q1"};
        answer.fixed_side = FixedSide::in;
        answer.asset_in = *AssetId::parse("nep141:a.near");
        answer.asset_out = *AssetId::parse("nep141:b.near");
        answer.amount_in = "0100";
        answer.amount_out = "7";
        answer.signer_id = "solver.near";
        answer.verifier = "intents.near";
        answer.deadline = from_unix_ms(1'795'165'270'000);
    }

    near::SecretKey key = near::SecretKey::from_seed(std::array<std::uint8_t, 32>{1});
    QuoteAnswer answer;
};

TEST_F(SignedQuoteTest, SignsTheSameBytesEveryTime) {
    const auto one = sign_quote(answer, key);
    const auto other = sign_quote(answer, key);
    ASSERT_TRUE(one && other);
    EXPECT_EQ(one->params, other->params);
    EXPECT_EQ(one->hash, other->hash);
}

TEST_F(SignedQuoteTest, SignsTheFixedAmountAsItWasWritten) {
    const auto signed_quote = sign_quote(answer, key);
    ASSERT_TRUE(signed_quote);
    EXPECT_NE(signed_quote->params.find(R"(\"nep141:a.near\":\"0100\")"), std::string::npos);
    EXPECT_NE(signed_quote->params.find(R"(\"nep141:b.near\":\"-7\")"), std::string::npos);
    EXPECT_NE(signed_quote->params.find(R"("quote_output":{"amount_out":"7"})"), std::string::npos);
}

TEST_F(SignedQuoteTest, NamesTheOtherSideWhenTheOutputIsFixed) {
    answer.fixed_side = FixedSide::out;
    const auto signed_quote = sign_quote(answer, key);
    ASSERT_TRUE(signed_quote);
    EXPECT_NE(
        signed_quote->params.find(R"("quote_output":{"amount_in":"0100"})"), std::string::npos
    );
}

TEST_F(SignedQuoteTest, RefusesAmountsThatAreNoDeltas) {
    for (const auto* amount :
         {"0", "", "-1", "+1", "1.0", "x", "170141183460469231731687303715884105728"}) {
        auto broken = answer;
        broken.amount_out = amount;
        EXPECT_FALSE(sign_quote(broken, key)) << amount;
    }
}

TEST_F(SignedQuoteTest, RefusesNamesThatTheVerifierCannotRead) {
    auto same = answer;
    same.asset_out = same.asset_in;
    EXPECT_FALSE(sign_quote(same, key));
    auto account = answer;
    account.signer_id = "Not An Account";
    EXPECT_FALSE(sign_quote(account, key));
    auto verifier = answer;
    verifier.verifier = "";
    EXPECT_FALSE(sign_quote(verifier, key));
    auto id = answer;
    id.quote_id = QuoteId{"\xff"};
    EXPECT_FALSE(sign_quote(id, key));
}

}  // namespace
}  // namespace unrip::venue
