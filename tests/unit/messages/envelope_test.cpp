#include "messages/quote_status.hpp"

#include <gtest/gtest.h>

namespace unrip::messages {
namespace {

Envelope<QuoteStatus> status() {
    Envelope<QuoteStatus> envelope;
    envelope.id = MessageId{"qst-1"};
    envelope.source = "near-intents-ingest/a";
    envelope.sent_at_ms = 1'700'000'000'000;
    envelope.body.quote_hash = QuoteHash{"8sPt"};
    envelope.body.instance = "a";
    envelope.body.connection_id = "a-1";
    envelope.body.received_ns = 1;
    envelope.body.published_ns = 2;
    return envelope;
}

constexpr std::string_view kStatus =
    R"({"schema":"norm.quote_status/1","id":"qst-1","source":"near-intents-ingest/a",)"
    R"("sent_at_ms":1700000000000,"body":{"quote_hash":"8sPt","instance":"a",)"
    R"("connection_id":"a-1","received_ns":1,"published_ns":2}})";

std::string error_of(std::string_view text) {
    const auto read = decode<QuoteStatus>(text);
    return read ? "none" : read.error().detail;
}

std::string with(std::string_view part, std::string_view other) {
    std::string text{kStatus};
    return text.replace(text.find(part), part.size(), other);
}

TEST(Envelope, LeavesOutWhatIsEmpty) {
    EXPECT_EQ(encode(status()), kStatus);
}

TEST(Envelope, WritesCausePairAndTraceInTheirPlaces) {
    auto envelope = status();
    envelope.cause = MessageId{"c"};
    envelope.pair = "btc-eure";
    envelope.trace = "00-1-2-01";
    const auto text = encode(envelope);
    EXPECT_EQ(
        text.substr(0, text.find("\"sent_at_ms\"")),
        R"({"schema":"norm.quote_status/1","id":"qst-1","cause":"c","source":"near-intents-ingest/a",)"
        R"("pair":"btc-eure","trace":"00-1-2-01",)"
    );
    const auto read = decode<QuoteStatus>(text);
    ASSERT_TRUE(read);
    EXPECT_EQ(*read, envelope);
}

TEST(Envelope, EmptyAndAbsentAreNotTheSameOnTheWire) {
    EXPECT_EQ(
        error_of(with(R"("source":)", R"("cause":"","source":)")),
        "norm.quote_status/1: cause must be a text that is not empty"
    );
    EXPECT_EQ(
        error_of(with(R"("source":)", R"("cause":null,"source":)")),
        "norm.quote_status/1: cause must be a text"
    );
    EXPECT_EQ(
        error_of(with(R"("sent_at_ms":)", R"("pair":"","sent_at_ms":)")),
        "norm.quote_status/1: pair must be a text that is not empty"
    );
    EXPECT_EQ(
        error_of(with("near-intents-ingest/a", "")),
        "norm.quote_status/1: source must be a text that is not empty"
    );
}

TEST(Envelope, AnErrorNamesTheMessageAndThePathOfTheField) {
    EXPECT_EQ(
        error_of(with(R"("received_ns":1)", R"("received_ns":"1")")),
        "norm.quote_status/1: body.received_ns must be a whole number"
    );
    EXPECT_EQ(
        error_of(with(R"("instance":"a",)", "")), "norm.quote_status/1: body.instance is missing"
    );
    EXPECT_EQ(
        error_of(with(R"("instance":"a")", R"("instance":"a","event":"sold")")),
        "norm.quote_status/1: body.event is not one of its words: sold"
    );
}

TEST(Envelope, TheFirstOfTwoMistakesIsNamed) {
    EXPECT_EQ(
        error_of(R"({"schema":"norm.quote_status/1","id":7,"body":7})"),
        "norm.quote_status/1: id must be a text"
    );
}

TEST(Envelope, ANumberTooLargeForItsFieldIsRefused) {
    EXPECT_EQ(
        error_of(with(R"("received_ns":1)", R"("received_ns":9223372036854775808)")),
        "norm.quote_status/1: body.received_ns must be a whole number"
    );
    EXPECT_EQ(
        error_of(with(R"("instance")", R"("delivery_seq":-1,"instance")")),
        "norm.quote_status/1: body.delivery_seq must be a whole number, not negative"
    );
}

TEST(Envelope, ABodyAloneIsWrittenWithoutItsEnvelope) {
    EXPECT_EQ(
        encode_body(status().body),
        R"({"quote_hash":"8sPt","instance":"a","connection_id":"a-1","received_ns":1,"published_ns":2})"
    );
}

}  // namespace
}  // namespace unrip::messages
