#include "venue/relay/relay_http.hpp"

#include <gtest/gtest.h>

namespace unrip::venue {
namespace {

TakerQuoteRequest request(FixedSide fixed_side, u128 amount) {
    TakerQuoteRequest asked;
    asked.asset_in = *AssetId::parse("nep141:a.near");
    asked.asset_out = *AssetId::parse("nep141:b.near");
    asked.fixed_side = fixed_side;
    asked.fixed_amount = Amount{amount};
    return asked;
}

std::string offer(
    const std::string& hash,
    const std::string& in,
    const std::string& out,
    const std::string& asset_out = "nep141:b.near"
) {
    return R"({"quote_hash":")" + hash + R"(","defuse_asset_identifier_in":"nep141:a.near",)" +
           R"("defuse_asset_identifier_out":")" + asset_out + R"(","amount_in":")" + in +
           R"(","amount_out":")" + out + R"("})";
}

TakerQuotes quotes_of(const std::string& entries) {
    auto quotes = decode_taker_quotes(R"({"id":"1","result":[)" + entries + "]}");
    EXPECT_TRUE(quotes);
    return quotes ? std::move(*quotes) : TakerQuotes{};
}

std::string best_of(const TakerQuotes& quotes, const TakerQuoteRequest& asked) {
    const auto* best = best_offer(quotes, asked);
    return best != nullptr ? best->quote_hash.text() : "none";
}

TEST(TakerQuotes, GiveTheMostForAFixedInput) {
    const auto quotes = quotes_of(offer("x", "10", "5") + "," + offer("y", "10", "7"));
    EXPECT_EQ(best_of(quotes, request(FixedSide::in, 10)), "y");
}

TEST(TakerQuotes, TakeTheLeastForAFixedOutput) {
    const auto quotes = quotes_of(offer("x", "12", "5") + "," + offer("y", "11", "5"));
    EXPECT_EQ(best_of(quotes, request(FixedSide::out, 5)), "y");
}

TEST(TakerQuotes, AreDroppedWhenTheyAnswerAnotherQuestion) {
    const auto quotes =
        quotes_of(offer("x", "10", "9", "nep141:c.near") + "," + offer("y", "11", "8"));
    EXPECT_EQ(best_of(quotes, request(FixedSide::in, 10)), "none");
}

TEST(TakerQuotes, CountRefusalsAndRubbishApart) {
    const auto quotes =
        quotes_of(R"({"type":"INSUFFICIENT_AMOUNT","min_amount":"50"},{"type":"NO_LIQUIDITY"},7,{})"
        );
    EXPECT_EQ(quotes.refusals, 2U);
    EXPECT_EQ(quotes.unreadable, 2U);
    EXPECT_EQ(quotes.min_amount, Amount{50});
}

TEST(TakerQuotes, AreAskedForInTheRelaysWords) {
    auto asked = request(FixedSide::out, 5);
    asked.max_wait = Milliseconds{3000};
    EXPECT_EQ(
        quote_http_request("1", asked),
        R"({"jsonrpc":"2.0","id":"1","method":"quote","params":[{"defuse_asset_identifier_in":)"
        R"("nep141:a.near","defuse_asset_identifier_out":"nep141:b.near","exact_amount_out":"5",)"
        R"("max_wait_ms":3000}]})"
    );
}

TEST(Publishing, NamesTheCauseByItsText) {
    const auto text = [](std::string_view reason) {
        return to_text(classify_publish_reason(reason));
    };
    EXPECT_EQ(text("expired"), "SIGNATURE_EXPIRED");
    EXPECT_EQ(text("deadline has expired"), "SIGNATURE_EXPIRED");
    EXPECT_EQ(text("unexpiredly odd"), "UNKNOWN_ERROR");
    EXPECT_EQ(text("internal"), "INTERNAL_ERROR");
    EXPECT_EQ(text("invalid signature"), "SIGNATURE_INVALID");
    EXPECT_EQ(text("insufficient balance or overflow"), "INSUFFICIENT_BALANCE");
    EXPECT_EQ(text("public key 'k' doesn't exist for account 'a'"), "PUBLIC_KEY_NOT_EXIST");
    EXPECT_EQ(text(""), "UNKNOWN_ERROR");
}

TEST(Publishing, TakesAlreadyProcessedForSuccess) {
    const auto published =
        decode_published(R"({"result":{"status":"FAILED","reason":"intent already processed"}})");
    ASSERT_TRUE(published);
    EXPECT_TRUE(published->ok);
}

TEST(Publishing, SendsSignedDataUntouched) {
    EXPECT_EQ(
        publish_intent_http_request("1", {QuoteHash{"h"}}, R"({"x" : 1})"),
        R"({"jsonrpc":"2.0","id":"1","method":"publish_intent","params":[{"quote_hashes":["h"],)"
        R"("signed_data":{"x" : 1}}]})"
    );
    EXPECT_EQ(
        publish_intents_http_request("1", {}, {"{}", "[]"}),
        R"({"jsonrpc":"2.0","id":"1","method":"publish_intents","params":[{"quote_hashes":[],)"
        R"("signed_datas":[{},[]]}]})"
    );
}

TEST(IntentStatus, IsFailedOnlyWhenTheDetailsSaySo) {
    const auto state = [](const std::string& fields) {
        const auto status = decode_intent_status(R"({"result":{)" + fields + "}}");
        return status ? status->state : IntentState::unknown;
    };
    EXPECT_EQ(state(R"("status":"NOT_FOUND_OR_NOT_VALID")"), IntentState::not_found);
    EXPECT_EQ(
        state(R"("status":"NOT_FOUND_OR_NOT_VALID","status_details":"FAILED")"), IntentState::failed
    );
    EXPECT_EQ(
        state(R"("status":"NOT_FOUND_OR_NOT_VALID","status_details":"some words")"),
        IntentState::not_found
    );
    EXPECT_EQ(state(R"("status":"TX_BROADCASTED")"), IntentState::broadcasted);
}

TEST(RelayHttp, TurnsErrorsOfEitherShapeIntoRefusals) {
    for (const auto* body : {R"({"error":"no"})", R"({"error":{"code":1,"message":"no"}})"}) {
        const auto status = decode_intent_status(body);
        ASSERT_FALSE(status);
        EXPECT_EQ(status.error().kind, Error::Kind::refused);
        EXPECT_EQ(status.error().detail, "no");
    }
}

TEST(RelayHttp, RefusesBodiesThatAreNone) {
    for (const auto* body : {"", "<html>", "{}", R"({"result":7})", R"({"result":{}})"}) {
        const auto status = decode_intent_status(body);
        ASSERT_FALSE(status) << body;
        EXPECT_EQ(status.error().kind, Error::Kind::malformed) << body;
    }
}

}  // namespace
}  // namespace unrip::venue
