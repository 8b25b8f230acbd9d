#include "messages/envelope.hpp"

#include <gtest/gtest.h>

namespace unrip::messages {
namespace {

std::string error_of(std::string_view text) {
    const auto header = decode_header(text);
    return header ? "none" : header.error().detail;
}

TEST(Header, ReadsAMessageThatNobodyKnows) {
    const auto header = decode_header(
        R"({"schema":"new.thing/3","id":"n-1","source":"s/a","sent_at_ms":7,"body":{"id":"inner"}})"
    );
    ASSERT_TRUE(header) << header.error().detail;
    EXPECT_EQ(header->schema, "new.thing/3");
    EXPECT_EQ(header->id.text(), "n-1");
    EXPECT_TRUE(header->cause.empty());
    EXPECT_EQ(header->sent_at_ms, 7);
}

TEST(Header, IsNotMisledByFieldsOfTheBodyThatStandsFirst) {
    const auto header = decode_header(
        R"({"body":{"schema":"x","id":"inner","list":[{"source":"y"}]},"extra":[1,{"id":2}],)"
        R"("sent_at_ms":7,"source":"s/a","id":"n-1","schema":"new.thing/3"})"
    );
    ASSERT_TRUE(header) << header.error().detail;
    EXPECT_EQ(header->id.text(), "n-1");
    EXPECT_EQ(header->schema, "new.thing/3");
}

TEST(Header, NamesWhatIsMissing) {
    EXPECT_EQ(error_of("{}"), "envelope: schema is missing");
    EXPECT_EQ(error_of(R"({"schema":"a/1","id":""})"), "envelope: id is missing");
    EXPECT_EQ(error_of(R"({"schema":"a/1","id":"x"})"), "envelope: source is missing");
    EXPECT_EQ(
        error_of(R"({"schema":"a/1","id":"x","source":"s"})"), "envelope: sent_at_ms is missing"
    );
}

TEST(Header, NamesWhatIsWrong) {
    EXPECT_EQ(error_of(R"({"schema":7})"), "envelope: schema must be a text");
    EXPECT_EQ(error_of(R"({"id":null})"), "envelope: id must not be null");
    EXPECT_EQ(error_of(R"({"sent_at_ms":"7"})"), "envelope: sent_at_ms must be a whole number");
    EXPECT_EQ(error_of(R"({"sent_at_ms":7.5})"), "envelope: sent_at_ms must not have a fraction");
    EXPECT_EQ(error_of(R"({"id":{"a":1}})"), "envelope: id must be a text or a number");
    EXPECT_EQ(
        error_of(R"({"sent_at_ms":9223372036854775808})"), "envelope: sent_at_ms is too large"
    );
}

TEST(Header, OfANameThatStandsTwiceTheLastCountsAsInAWholeMessage) {
    const std::string rest = R"(,"id":"x","sent_at_ms":7})";
    const auto header =
        decode_header(R"({"source":{"a":1},"schema":7,"schema":"a/1","source":"s")" + rest);
    ASSERT_TRUE(header) << header.error().detail;
    EXPECT_EQ(header->source, "s");
    EXPECT_EQ(
        error_of(R"({"schema":"a/1","source":"s","source":[])" + rest),
        "envelope: source must be a text or a number"
    );
}

TEST(Header, TakesOnlyOneWholeJsonObject) {
    for (const auto* text :
         {"", "{", "7", "null", "[]", "\"id\"", R"([{"schema":"a/1"}])", R"({"schema":"a/1")"}) {
        EXPECT_FALSE(decode_header(text)) << text;
    }
    EXPECT_FALSE(decode_header(R"({"schema":"a/1","id":"x","source":"s","sent_at_ms":7}})"));
}

TEST(Header, SurvivesDeepNesting) {
    const std::string deep(200'000, '[');
    EXPECT_FALSE(decode_header(R"({"body":)" + deep));
}

}  // namespace
}  // namespace unrip::messages
