#include "chain/signed_intent.hpp"

#include "near/base64.hpp"
#include "near/hash.hpp"
#include "near/nep413.hpp"
#include "unit/venue-sandbox/world.hpp"

#include <gtest/gtest.h>

namespace unrip::sandbox {
namespace {

/// The published example: its signature was made by the contract's own tests.
constexpr std::string_view kPublished =
    R"({"standard":"nep413","payload":{"message":"Hello, world!",)"
    R"("nonce":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=","recipient":"intents.near"},)"
    R"("public_key":"ed25519:)";

Refusal refusal_of(const Draft& draft) {
    return read_signed_intent(signed_json(draft)).verdict.refusal;
}

Draft with_message(std::string message) {
    Draft draft;
    draft.message = std::move(message);
    return draft;
}

std::string replaced(std::string text, std::string_view what, std::string_view with) {
    text.replace(text.find(what), what.size(), with);
    return text;
}

TEST(SignedIntentTest, TheSignatureOfThePublishedExampleFits) {
    const auto key =
        near::parse_hex("e2e9cb7ac57cb46d4da1ce1d1cc2c33bdfe17407c517916b522724a8ea2c6c50");
    const auto signature = near::parse_hex(
        "e2ff6254871a3fec1853c167b42f0f14248c4cf7fef5452dc24d8dbdc5c4bf18"
        "3ab707322b4d782d5f5a05571bae476c5f7ee41c473f3002e600865e46b75d0f"
    );
    const std::span<const std::uint8_t, 32> key_bytes{key->data(), 32};
    const std::span<const std::uint8_t, 64> signature_bytes{signature->data(), 64};
    const auto key_text = near::PublicKey::ed25519(key_bytes).to_string();
    const auto json = replaced(std::string{kPublished}, "ed25519:", key_text) +
                      R"(","signature":")" + near::Signature::ed25519(signature_bytes).to_string() +
                      R"("})";
    const auto read = read_signed_intent(json);
    // Its message is no intent, but what was signed is known all the same.
    ASSERT_TRUE(read.intent.has_value());
    EXPECT_TRUE(fits(read.intent->proof));
    EXPECT_EQ(read.verdict.refusal, Refusal::message_malformed);
}

TEST(SignedIntentTest, ReadsWhatWasSigned) {
    const Draft draft;
    const auto read = read_signed_intent(signed_json(draft));
    ASSERT_TRUE(read.verdict.ok()) << read.verdict.detail;
    EXPECT_EQ(read.intent->signer_id, "maker.near");
    EXPECT_EQ(read.intent->deadline, draft.deadline);
    EXPECT_EQ(read.intent->nonce, nonce_of(draft));
    EXPECT_TRUE(fits(read.intent->proof));
    const auto& diff = std::get<TokenDiffIntent>(read.intent->intents.at(0)).diff;
    const DiffEntries expected{{kGive, 100}, {kTake, -200}};
    EXPECT_EQ(diff, expected);
}

TEST(SignedIntentTest, HashesAsTheMakersOwnCodecDoes) {
    const Draft draft;
    const near::Nep413Payload payload{
        message_of(draft), nonce_of(draft), draft.recipient, std::nullopt};
    EXPECT_EQ(signed_intent(draft).hash, near::quote_hash(payload));
}

TEST(SignedIntentTest, AnEmptyCallbackUrlIsSignedToo) {
    near::Nep413Payload payload{message_of({}), nonce_of({}), "intents.near", ""};
    const auto read = read_signed_intent(near::to_json(near::sign(payload, key_of(1))));
    ASSERT_TRUE(read.verdict.ok());
    EXPECT_TRUE(fits(read.intent->proof));
    EXPECT_EQ(read.intent->hash, near::quote_hash(payload));
}

TEST(SignedIntentTest, ASignatureCoversTheExactText) {
    const auto json = signed_json({});
    const auto read = read_signed_intent(replaced(json, "\\\"100\\\"", "\\\"101\\\""));
    ASSERT_TRUE(read.intent.has_value());
    EXPECT_FALSE(fits(read.intent->proof));
}

TEST(SignedIntentTest, RefusesOtherStandardsAndShapes) {
    const auto json = signed_json({});
    EXPECT_EQ(read_signed_intent("{").verdict.refusal, Refusal::malformed);
    EXPECT_EQ(read_signed_intent("[]").verdict.refusal, Refusal::malformed);
    const auto erc191 = replaced(json, "nep413", "erc191");
    EXPECT_EQ(read_signed_intent(erc191).verdict.refusal, Refusal::standard_unsupported);
    for (const auto* member : {"\"message\"", "\"nonce\"", "\"recipient\"", "\"signature\""}) {
        const auto without = replaced(json, member, "\"other\"");
        EXPECT_EQ(read_signed_intent(without).verdict.refusal, Refusal::malformed) << member;
    }
}

TEST(SignedIntentTest, RefusesMessagesThatSayNothingOrTwoThings) {
    const std::string intents = R"("intents":[])";
    const std::string signer = R"("signer_id":"maker.near")";
    const std::string deadline = R"("deadline":"2026-11-20T09:00:00Z")";
    const auto object = [](std::initializer_list<std::string> members) {
        std::string json;
        for (const auto& member : members)
            json += (json.empty() ? "{" : ",") + member;
        return json + "}";
    };
    EXPECT_EQ(refusal_of(with_message(object({signer, deadline, intents}))), Refusal::none);
    for (const auto& message :
         {std::string{"no json"},
          object({signer, deadline}),
          object({signer, intents}),
          object({deadline, intents}),
          object({signer, R"("deadline":1795000000)", intents}),
          object({signer, R"("deadline":"tomorrow")", intents}),
          object({signer, signer, deadline, intents}),
          object({signer, deadline, R"("intents":[{"intent":"token_diff"}])"}),
          object({signer, deadline, R"("intents":[{"diff":{}}])"}),
          object({signer, deadline, R"("intents":[{"intent":"ft_withdraw","token":"a.near"}])"})}) {
        EXPECT_EQ(refusal_of(with_message(message)), Refusal::message_malformed) << message;
    }
    Draft twice;
    twice.diff = {{kGive, "100"}, {kGive, "200"}, {kTake, "-200"}};
    EXPECT_EQ(refusal_of(twice), Refusal::message_malformed);
}

TEST(SignedIntentTest, RefusesAmountsThatAreNoDecimalsOf128Bits) {
    for (const auto* amount :
         {"", "-", "1.5", "1e3", " 1", "0x10", "170141183460469231731687303715884105728"}) {
        Draft draft;
        draft.diff[1].second = amount;
        EXPECT_EQ(refusal_of(draft), Refusal::amount_malformed) << amount;
    }
    Draft number;
    number.intents_json = R"([{"intent":"token_diff","diff":{"nep141:wrap.near":-200}}])";
    EXPECT_EQ(refusal_of(number), Refusal::amount_malformed);
}

TEST(SignedIntentTest, ReadsSignsAndLeadingZerosAsTheContractDoes) {
    Draft draft;
    draft.diff = {{kGive, "+0100"}, {kTake, "-170141183460469231731687303715884105728"}};
    const auto message = signed_intent(draft);
    const auto& diff = std::get<TokenDiffIntent>(message.intents.at(0)).diff;
    EXPECT_EQ(diff.at(0).second, 100);
    EXPECT_EQ(diff.at(1).second, kI128Min);
}

}  // namespace
}  // namespace unrip::sandbox
