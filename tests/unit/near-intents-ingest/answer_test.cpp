#include "answer.hpp"

#include "venue/relay/signed_quote.hpp"

#include <gtest/gtest.h>

namespace unrip::near_intents_ingest {
namespace {

using messages::RelayRejection;
using messages::ResponseVerdict;

venue::SignedQuote signed_quote() {
    venue::QuoteAnswer answer;
    answer.quote_id = QuoteId{"q-1"};
    answer.fixed_side = venue::FixedSide::in;
    answer.asset_in = *AssetId::parse("nep141:eure.near");
    answer.asset_out = *AssetId::parse("nep141:btc.near");
    answer.amount_in = "5000000000000000000";
    answer.amount_out = "8271";
    answer.signer_id = "maker.near";
    answer.verifier = "intents.near";
    answer.deadline = from_unix_ms(1'795'165'270'000);
    const auto key = near::SecretKey::from_seed(std::array<std::uint8_t, 32>{1});
    return *venue::sign_quote(answer, key);
}

messages::QuoteResponse response_of(const venue::SignedQuote& quote) {
    messages::QuoteResponse response;
    response.command_id = CommandId{"cmd-1"};
    response.quote_id = QuoteId{"q-1"};
    response.quote_hash = quote.hash;
    response.quote_output = messages::QuoteOutput::amount_out;
    response.amount = Amount{8'271};
    const auto& payload = quote.signed_payload.payload;
    response.signed_data.message = payload.message;
    response.signed_data.nonce = near::to_text(payload.nonce);
    response.signed_data.recipient = payload.recipient;
    response.signed_data.public_key = quote.signed_payload.public_key.to_string();
    response.signed_data.signature = quote.signed_payload.signature.to_string();
    return response;
}

TEST(Answer, ReachesTheRelayAsItWasSigned) {
    const auto quote = signed_quote();
    const auto params = relay_params_of(response_of(quote));
    ASSERT_TRUE(params) << params.error().detail;
    EXPECT_EQ(*params, quote.params);
}

TEST(Answer, IsNotPassedOnWhenItIsNotWhatItsHashSays) {
    auto response = response_of(signed_quote());
    response.signed_data.message += ' ';
    EXPECT_FALSE(relay_params_of(response));
    response = response_of(signed_quote());
    response.signed_data.signature = "ed25519:1";
    EXPECT_FALSE(relay_params_of(response));
}

TEST(Answer, NamesOneOfOurConnections) {
    EXPECT_EQ(connection_of("ingest-1", "ingest-1-3"), net::ConnectionId{3});
    for (const auto* other :
         {"ingest-1", "ingest-1-", "ingest-1-x", "ingest-1-0", "ingest-1-3-4", "ingest-2-3", ""}) {
        EXPECT_FALSE(connection_of("ingest-1", other)) << other;
    }
    EXPECT_FALSE(connection_of("ingest-1", "ingest-11-3"));
}

TEST(Answer, GetsTheVerdictThatTheRelayGave) {
    const auto response = response_of(signed_quote());
    venue::RelayAnswer answer;
    answer.ok = true;
    EXPECT_EQ(verdict_of(response, answer).verdict, ResponseVerdict::accepted);

    answer.ok = false;
    answer.message = "quote not found or already finished";
    answer.refusal = venue::RelayRefusal::late;
    const auto late = verdict_of(response, answer);
    EXPECT_EQ(late.verdict, ResponseVerdict::rejected);
    EXPECT_EQ(late.rejection, RelayRejection::too_late);
    EXPECT_EQ(late.detail, answer.message);
    EXPECT_EQ(late.command_id, response.command_id);

    answer.refusal = venue::RelayRefusal::other;
    EXPECT_EQ(verdict_of(response, answer).rejection, RelayRejection::relay_error);

    const auto silent = verdict_of(response, fail(Error::Kind::timed_out, "no answer"));
    EXPECT_EQ(silent.verdict, ResponseVerdict::unknown);
    EXPECT_FALSE(silent.rejection);
}

}  // namespace
}  // namespace unrip::near_intents_ingest
