#include "messages/straight_reader.hpp"

#include "messages/codec.hpp"
#include "messages/shared_fields.hpp"

#include <gtest/gtest.h>

namespace unrip::messages {

struct Everything {
    bool is_it = false;
    std::int64_t signed_count = 0;
    std::uint64_t count = 0;
    std::uint32_t small = 0;
    Ratio ratio;
    i128 change = 0;
    Amount amount;
    Price price;
    DeltaText delta;
    AssetId asset;
    std::string text;
    QuoteId id;
    std::optional<std::string> maybe;
    std::vector<AssetAmount> list;

    friend bool operator==(const Everything&, const Everything&) = default;
};

void fields(auto& io, Like<Everything> auto& all) {
    io("is_it", all.is_it);
    io("signed_count", all.signed_count);
    io("count", all.count);
    io("small", all.small);
    io("ratio", all.ratio);
    io("change", all.change);
    io("amount", all.amount);
    io("price", all.price);
    io("delta", all.delta);
    io("asset", all.asset);
    io("text", all.text);
    io("id", all.id);
    io("maybe", all.maybe);
    io("list", all.list);
}

namespace {

Everything everything() {
    Everything all;
    all.is_it = true;
    all.signed_count = -1'795'176'000'000'010'000;
    all.count = 9'999'999'999'999'999'999U;
    all.small = 4'294'967'295U;
    all.ratio = Ratio::millionths(-75);
    all.change = -170'141'183;
    all.amount = *Amount::parse("340282366920938463463374607431768211455");
    all.price = *Price::parse("60000.000000000000000001");
    all.delta = *DeltaText::parse("-0010");
    all.asset = *AssetId::parse("nep141:btc.omft.near");
    all.text = "he said: \"\\/\b\f\n\r\t\" and went on for a while";
    all.id = QuoteId{"q"};
    all.list = {{all.asset, all.amount}, {all.asset, Amount{}}};
    return all;
}

/// Whether it is read without the other reader's help.
bool is_taken(const std::string& text, Everything& into) {
    StraightReader reader{text};
    reader.object([&] { fields(reader, into); });
    return reader.has_read_all();
}

bool is_taken(const std::string& text) {
    Everything read;
    return is_taken(text, read);
}

std::string with(std::string text, std::string_view what, std::string_view other) {
    const auto at = text.find(what);
    EXPECT_NE(at, std::string::npos) << what;
    return text.replace(at, what.size(), other);
}

TEST(StraightReader, TakesWhatTheWriterWrote) {
    auto all = everything();
    for (const auto& maybe : {std::optional<std::string>{}, std::optional<std::string>{"there"}}) {
        all.maybe = maybe;
        Everything read;
        EXPECT_TRUE(is_taken(encode_body(all), read));
        EXPECT_EQ(read, all);
    }
    all.list.clear();
    Everything read;
    EXPECT_TRUE(is_taken(encode_body(all), read));
    EXPECT_EQ(read, all);
}

/// The order of jsonb: shorter names first.
TEST(StraightReader, TakesWhatPostgresWrites) {
    Everything read;
    const std::string text =
        R"({"id": "q", "list": [{"asset": "nep141:btc.omft.near", "amount": )"
        R"("340282366920938463463374607431768211455"}, {"amount": "0", )"
        R"("asset": "nep141:btc.omft.near"}], "text": )"
        R"("he said: \"\\/\b\f\n\r\t\" and went on for a while", "asset": )"
        R"("nep141:btc.omft.near", "count": 9999999999999999999, "delta": "-0010", "is_it": true, )"
        R"("price": "60000.000000000000000001", "ratio": -75, "small": 4294967295, )"
        R"("amount": "340282366920938463463374607431768211455", "change": "-170141183", )"
        R"("signed_count": -1795176000000010000})";
    EXPECT_TRUE(is_taken(text, read));
    EXPECT_EQ(read, everything());

    EXPECT_FALSE(is_taken(with(text, "\"ratio\": -75, ", "")));
    EXPECT_FALSE(is_taken(with(text, "\"ratio\": -75", "\"ratio\": -75, \"ratio\": -75")));
    EXPECT_FALSE(is_taken(with(text, "\"ratio\": -75", "\"ratio\": -75, \"new\": 1")));
    EXPECT_FALSE(is_taken(with(text, "\"ratio\": -75", "\"ratio\": -75.5")));
    EXPECT_FALSE(is_taken(with(text, "\"ratio\": -75", "\"ratio\": -75}")));
    EXPECT_FALSE(is_taken(with(text, "\"amount\": \"0\"", "\"amount\": \"0\", \"amount\": \"0\"")));
    for (std::size_t size = 0; size < text.size(); ++size)
        EXPECT_FALSE(is_taken(text.substr(0, size))) << size;
}

TEST(StraightReader, LeavesWhatIsUnusualToTheOther) {
    const auto text = encode_body(everything());
    ASSERT_TRUE(is_taken(text));
    EXPECT_FALSE(is_taken(" " + text));
    EXPECT_FALSE(is_taken(text + "\n"));
    EXPECT_FALSE(is_taken(with(text, ",\"text\"", ",  \"text\"")));
    EXPECT_FALSE(is_taken(with(text, "\"text\":", "\"text\" :")));
    EXPECT_FALSE(is_taken(with(text, ",\"text\"", ",\"new\":1,\"text\"")));
    EXPECT_FALSE(is_taken(with(text, "he said", "h\\u00e9 said")));
    EXPECT_FALSE(is_taken(with(text, "he said", "h\xc3\xa9 said")));
    EXPECT_FALSE(is_taken(with(text, "9999999999999999999", "18446744073709551615")));
    EXPECT_FALSE(is_taken(with(text, "\"is_it\":true,", "")));
}

TEST(StraightReader, TakesNothingWrong) {
    const auto text = encode_body(everything());
    for (std::size_t size = 0; size < text.size(); ++size)
        EXPECT_FALSE(is_taken(text.substr(0, size))) << size;
    EXPECT_FALSE(is_taken(with(text, "true", "trust")));
    EXPECT_FALSE(is_taken(with(text, "true", "null")));
    EXPECT_FALSE(is_taken(with(text, "4294967295", "4294967296")));
    EXPECT_FALSE(is_taken(with(text, "4294967295", "-1")));
    EXPECT_FALSE(is_taken(with(text, "4294967295", "01")));
    EXPECT_FALSE(is_taken(with(text, "4294967295", "1.5")));
    EXPECT_FALSE(is_taken(with(text, "4294967295", "\"1\"")));
    EXPECT_FALSE(is_taken(with(text, "-1795176000000010000", "-")));
    EXPECT_FALSE(is_taken(with(text, "-1795176000000010000", "9999999999999999999")));
    EXPECT_FALSE(is_taken(with(text, "768211455\"", "768211456\"")));
    EXPECT_FALSE(is_taken(with(text, "\"q\"", "\"\"")));
    EXPECT_FALSE(is_taken(with(text, "nep141:", "nep141")));
    EXPECT_FALSE(is_taken(with(text, "he said", "he\x01said")));
    EXPECT_FALSE(is_taken(with(text, "\\b", "\\x")));
    EXPECT_FALSE(is_taken(with(text, "}]", "},]")));
}

}  // namespace
}  // namespace unrip::messages
