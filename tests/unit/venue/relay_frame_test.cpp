#include "venue/relay/relay_frame.hpp"

#include <gtest/gtest.h>

namespace unrip::venue {
namespace {

/// A request in which all is well; each test changes one thing in it.
const std::string kFields = R"("quote_id":"q1","defuse_asset_identifier_in":"nep141:a.near",)"
                            R"("defuse_asset_identifier_out":"nep141:b.near",)";
const std::string kGood = kFields + R"("exact_amount_in":"1000","min_deadline_ms":60000)";

std::string event(const std::string& fields, const std::string& beside = {}) {
    return R"({"jsonrpc":"2.0","method":"event","params":{"subscription":"s1","data":{)" + fields +
           "}" + beside + "}}";
}

FrameProblem problem_of(std::string_view text, const RelayFrameLimits& limits = {}) {
    const auto frame = decode_relay_frame(text, limits);
    const auto* ignored = std::get_if<IgnoredFrame>(&frame);
    EXPECT_NE(ignored, nullptr) << text;
    return ignored != nullptr ? ignored->problem : FrameProblem::answer_late;
}

RelayQuoteEvent quote_of(std::string_view text) {
    auto frame = decode_relay_frame(text);
    auto* quote = std::get_if<RelayQuoteEvent>(&frame);
    EXPECT_NE(quote, nullptr) << text;
    return quote != nullptr ? std::move(*quote) : RelayQuoteEvent{};
}

RelayAnswer answer_of(std::string_view text) {
    auto frame = decode_relay_frame(text);
    auto* answer = std::get_if<RelayAnswer>(&frame);
    EXPECT_NE(answer, nullptr) << text;
    return answer != nullptr ? std::move(*answer) : RelayAnswer{};
}

TEST(RelayQuote, IsReadFromTheLiveEnvelope) {
    const auto quote = quote_of(event(kGood));
    EXPECT_EQ(quote.subscription, "s1");
    EXPECT_EQ(quote.request.quote_id.text(), "q1");
    EXPECT_EQ(quote.request.fixed_side, FixedSide::in);
    EXPECT_EQ(quote.request.fixed_amount_text, "1000");
    EXPECT_EQ(quote.request.min_deadline, Milliseconds{60000});
    EXPECT_FALSE(quote.metadata);
}

TEST(RelayQuote, IsReadFromTheDocumentedEnvelopeWithoutASubscription) {
    const auto quote = quote_of(R"({"method":"subscribe","params":{)" + kGood + "}}");
    EXPECT_EQ(quote.subscription, "");
    EXPECT_EQ(quote.request.quote_id.text(), "q1");
}

TEST(RelayQuote, KeepsTheFixedAmountCharacterForCharacter) {
    const auto quote = quote_of(event(kFields + R"("exact_amount_out":"00012")"));
    EXPECT_EQ(quote.request.fixed_side, FixedSide::out);
    EXPECT_EQ(quote.request.fixed_amount_text, "00012");
    EXPECT_EQ(quote.request.fixed_amount, Amount{12});
}

TEST(RelayQuote, ToleratesANullBesideTheAmount) {
    const auto quote =
        quote_of(event(kFields + R"("exact_amount_in":null,"exact_amount_out":"5")"));
    EXPECT_EQ(quote.request.fixed_side, FixedSide::out);
}

TEST(RelayQuote, KeepsWhoAsks) {
    const auto quote = quote_of(event(
        kGood +
            R"(,"trusted_metadata":{"source":"router","upstream_metadata":{"partner_id":"1click",)"
            R"("traceparent":"00-a-b-01"},"upstream_trusted_metadata":{"source":"1click",)"
            R"("quote_type":"main_quote","quote_request_data":{"dry":true,)"
            R"("slippageTolerance":12.5}}})",
        R"(,"metadata":{"traceparent":"00-c-d-01","partner_id":"router-solver",)"
        R"("quote_timestamp":"2026-11-20T09:00:00Z"})"
    ));
    ASSERT_TRUE(quote.metadata);
    EXPECT_EQ(quote.metadata->traceparent, "00-c-d-01");
    EXPECT_EQ(quote.metadata->partner_id, "router-solver");
    EXPECT_EQ(quote.metadata->quote_timestamp, "2026-11-20T09:00:00Z");
    const auto& trusted = quote.request.trusted_metadata;
    ASSERT_TRUE(trusted && trusted->upstream && trusted->upstream_metadata);
    EXPECT_EQ(trusted->source, "router");
    EXPECT_EQ(trusted->upstream_metadata->traceparent, "00-a-b-01");
    EXPECT_EQ(trusted->upstream->quote_type, "main_quote");
    EXPECT_EQ(trusted->upstream->dry, true);
    EXPECT_EQ(trusted->upstream->slippage_tolerance, "12.5");
}

TEST(RelayQuote, IsNotLostToMetadataThatCannotBeRead) {
    const auto quote =
        quote_of(event(kGood + R"(,"trusted_metadata":7)", R"(,"metadata":{"partner_id":[]})"));
    EXPECT_FALSE(quote.request.trusted_metadata);
    EXPECT_EQ(quote.metadata->partner_id, "");
}

TEST(RelayQuote, StopsFollowingRoutersThatQuoteRouters) {
    std::string nested = R"({"source":"1click"})";
    for (int level = 0; level < 20; ++level)
        nested = R"({"source":"router","upstream_trusted_metadata":)" + nested + "}";
    const auto quote = quote_of(event(kGood + R"(,"trusted_metadata":)" + nested));
    int levels = 0;
    for (const auto* at = &*quote.request.trusted_metadata; at != nullptr; at = at->upstream.get())
        ++levels;
    EXPECT_EQ(levels, 5);
}

TEST(RelayQuote, IsDroppedForAnAmountThatIsNone) {
    const auto with = [](const std::string& amount) { return event(kFields + amount); };
    EXPECT_EQ(problem_of(with(R"("x":1)")), FrameProblem::no_amount);
    EXPECT_EQ(
        problem_of(with(R"("exact_amount_in":"1","exact_amount_out":"1")")),
        FrameProblem::two_amounts
    );
    for (const auto* amount :
         {R"("0")",
          R"("-5")",
          R"("+5")",
          R"("1.5")",
          R"("0x10")",
          R"("1e3")",
          R"(" 1")",
          R"("")",
          "1000",
          "true",
          "[]",
          R"("170141183460469231731687303715884105728")",
          R"("340282366920938463463374607431768211456")"}) {
        const auto text = with(R"("exact_amount_in":)" + std::string{amount});
        EXPECT_EQ(problem_of(text), FrameProblem::bad_amount) << amount;
    }
}

TEST(RelayQuote, IsDroppedForAssetsThatAreNone) {
    EXPECT_EQ(
        problem_of(event(R"("quote_id":"q","defuse_asset_identifier_in":"nep141:a.near")")),
        FrameProblem::bad_asset
    );
    EXPECT_EQ(
        problem_of(event(R"("quote_id":"q","defuse_asset_identifier_in":"nep141:a.near",)"
                         R"("defuse_asset_identifier_out":"nep141:a.near","exact_amount_in":"1")")),
        FrameProblem::same_asset
    );
}

TEST(RelayQuote, IsDroppedForTimesThatAreNone) {
    const auto good_amount = kFields + R"("exact_amount_in":"1",)";
    for (const auto* deadline : {"-1", "1.5", R"("60000")", "1e30", "86400001"}) {
        const auto text = event(good_amount + R"("min_deadline_ms":)" + deadline);
        EXPECT_EQ(problem_of(text), FrameProblem::bad_deadline) << deadline;
    }
    EXPECT_EQ(problem_of(event(good_amount + R"("max_wait_ms":-1)")), FrameProblem::bad_wait);
}

TEST(RelayQuote, IsDroppedWithoutAnIdToAnswerTo) {
    EXPECT_EQ(problem_of(event(R"("quote_id":"")")), FrameProblem::quote_without_id);
    EXPECT_EQ(problem_of(event(R"("quote_id":5)")), FrameProblem::quote_without_id);
    const std::string long_id(300, 'q');
    EXPECT_EQ(
        problem_of(event(R"("quote_id":")" + long_id + "\"")), FrameProblem::quote_without_id
    );
    EXPECT_EQ(
        problem_of(event(R"("defuse_asset_identifier_in":"nep141:a.near")")),
        FrameProblem::quote_without_id
    );
}

TEST(RelayStatus, IsReadInBothStreams) {
    const auto plain = decode_relay_frame(
        event(R"("quote_hash":"h","intent_hash":"i","tx_hash":"t")", R"(,"seq":17)")
    );
    const auto* status = std::get_if<RelayStatusEvent>(&plain);
    ASSERT_NE(status, nullptr);
    EXPECT_EQ(status->quote_hash.text(), "h");
    EXPECT_EQ(status->seq, 17U);
    EXPECT_FALSE(status->step);

    const auto extended = decode_relay_frame(event(R"("quote_hash":"h","event_type":"new_word")"));
    ASSERT_TRUE(std::holds_alternative<RelayStatusEvent>(extended));
    EXPECT_EQ(std::get<RelayStatusEvent>(extended).step, SettlementStep::unknown);
}

TEST(RelayStatus, IsReadFromTheFlatEnvelopeWithoutASubscription) {
    const auto frame =
        decode_relay_frame(R"({"method":"subscribe","params":{"quote_hash":"h","tx_hash":"t"}})");
    ASSERT_TRUE(std::holds_alternative<RelayStatusEvent>(frame));
    EXPECT_EQ(std::get<RelayStatusEvent>(frame).tx_hash, "t");
}

TEST(RelayStatus, IsDroppedWithoutItsHash) {
    EXPECT_EQ(problem_of(event(R"("quote_hash":1)")), FrameProblem::status_without_hash);
    EXPECT_EQ(
        problem_of(event(R"("quote_hash":")" + std::string(300, 'h') + "\"")),
        FrameProblem::status_without_hash
    );
}

TEST(RelayAnswer, HasAResultOfAnyKind) {
    EXPECT_EQ(*answer_of(R"({"id":3,"result":"OK"})").result.string(), "OK");
    EXPECT_EQ(answer_of(R"({"id":3,"result":true})").result.boolean(), true);
    const auto nothing = answer_of(R"({"id":3,"result":null})");
    EXPECT_TRUE(nothing.ok && nothing.result.is_null());
}

TEST(RelayAnswer, HasAnErrorInEitherShape) {
    const auto object = answer_of(R"({"id":3,"error":{"code":-1,"message":"no"}})");
    EXPECT_FALSE(object.ok);
    EXPECT_EQ(object.message, "no");
    EXPECT_EQ(answer_of(R"({"id":3,"error":"no"})").message, "no");
    EXPECT_EQ(answer_of(R"({"id":3,"error":{"code":5}})").message, R"({"code":5})");
}

TEST(RelayAnswer, IsClassifiedByItsTextWhateverItsCode) {
    EXPECT_EQ(classify_refusal("quote not found or already finished"), RelayRefusal::late);
    EXPECT_EQ(classify_refusal("Quote not found"), RelayRefusal::late);
    EXPECT_EQ(classify_refusal("Quote expired"), RelayRefusal::late);
    EXPECT_EQ(classify_refusal("token expired"), RelayRefusal::other);
    EXPECT_EQ(classify_refusal(""), RelayRefusal::other);
}

TEST(RelayFrame, NamesWhatIsWrongWithAnythingElse) {
    EXPECT_EQ(problem_of(""), FrameProblem::not_json);
    EXPECT_EQ(problem_of("{\"a\""), FrameProblem::not_json);
    EXPECT_EQ(problem_of("\xff\xfe"), FrameProblem::not_json);
    EXPECT_EQ(problem_of("[]"), FrameProblem::not_an_object);
    EXPECT_EQ(problem_of("[" + event(kGood) + "]"), FrameProblem::not_an_object);
    EXPECT_EQ(problem_of("{}"), FrameProblem::answer_without_id);
    EXPECT_EQ(problem_of(R"({"id":"1","result":1})"), FrameProblem::answer_without_id);
    EXPECT_EQ(problem_of(R"({"id":1})"), FrameProblem::answer_empty);
    EXPECT_EQ(problem_of(R"({"method":"ping"})"), FrameProblem::unknown_method);
    EXPECT_EQ(problem_of(R"({"method":1})"), FrameProblem::unknown_method);
    EXPECT_EQ(problem_of(R"({"method":"event"})"), FrameProblem::no_params);
    EXPECT_EQ(problem_of(R"({"method":"event","params":[1]})"), FrameProblem::no_params);
    EXPECT_EQ(problem_of(R"({"method":"event","params":{}})"), FrameProblem::unknown_event);
    EXPECT_EQ(problem_of(event("")), FrameProblem::unknown_event);
    EXPECT_EQ(problem_of(std::string(200, '[')), FrameProblem::too_deep);
    RelayFrameLimits small;
    small.json.bytes_max = 8;
    EXPECT_EQ(problem_of(event(kGood), small), FrameProblem::oversized);
}

TEST(RelayFrame, HasAnotherTextForEachProblem) {
    for (std::size_t one = 0; one < kFrameProblems; ++one) {
        for (std::size_t other = 0; other < one; ++other) {
            EXPECT_NE(
                to_text(static_cast<FrameProblem>(one)), to_text(static_cast<FrameProblem>(other))
            );
        }
    }
}

}  // namespace
}  // namespace unrip::venue
