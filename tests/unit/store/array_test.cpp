#include "store/array.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <optional>

namespace unrip::store {
namespace {

std::string array_of(const std::vector<Cell>& cells) {
    std::vector<const Cell*> pointers;
    for (const auto& cell : cells)
        pointers.push_back(&cell);
    const auto array = to_array(pointers);
    return array ? *array : "error: " + array.error().detail;
}

/// Reads an array as PostgreSQL's manual describes it (section 8.15.6), apart from to_array().
std::optional<std::vector<Cell>> read_array(std::string_view text) {
    std::vector<Cell> cells;
    if (text.size() < 2 || text.front() != '{' || text.back() != '}') return std::nullopt;
    text = text.substr(1, text.size() - 2);
    while (!text.empty()) {
        if (text.substr(0, 4) == "NULL") {
            cells.emplace_back();
            text.remove_prefix(4);
        } else {
            if (text.front() != '"') return std::nullopt;
            std::string cell;
            std::size_t at = 1;
            while (at < text.size() && text[at] != '"') {
                if (text[at] == '\\') ++at;
                if (at >= text.size()) return std::nullopt;
                cell += text[at++];
            }
            if (at >= text.size()) return std::nullopt;
            cells.emplace_back(std::move(cell));
            text.remove_prefix(at + 1);
        }
        if (text.empty()) break;
        if (text.front() != ',' || text.size() == 1) return std::nullopt;
        text.remove_prefix(1);
    }
    return cells;
}

TEST(Array, QuotesEveryText) {
    EXPECT_EQ(array_of({"a", "b c", ""}), R"({"a","b c",""})");
}

TEST(Array, KeepsNullApartFromTheWordNull) {
    EXPECT_EQ(array_of({std::nullopt, "NULL"}), R"({NULL,"NULL"})");
}

TEST(Array, EscapesQuotesAndBackslashes) {
    EXPECT_EQ(array_of({R"(say "hi" \ {bye},)"}), R"({"say \"hi\" \\ {bye},"})");
}

TEST(Array, OfNothingIsEmpty) {
    EXPECT_EQ(array_of({}), "{}");
}

TEST(Array, RefusesTheByteZero) {
    EXPECT_EQ(array_of({"fine", std::string{"a\0b", 3}}), "error: a text holds the byte 0");
}

RC_GTEST_PROP(Array, ComesOutAsItWentIn, (const std::vector<std::pair<bool, std::string>>& texts)) {
    std::vector<Cell> cells;
    for (auto [null, text] : texts) {
        std::replace(text.begin(), text.end(), '\0', '"');
        cells.push_back(null ? Cell{} : Cell{text});
    }
    const auto read = read_array(array_of(cells));
    RC_ASSERT(read.has_value());
    RC_ASSERT(*read == cells);
}

TEST(Bytea, ShowsEveryByteInHex) {
    EXPECT_EQ(to_bytea(std::string{"\0a\xff", 3}), "\\x0061ff");
    EXPECT_EQ(to_bytea(""), "\\x");
}

TEST(Utf8, KeepsWhatIsWellFormed) {
    const std::string text = "price 5 \xe2\x82\xac, \xc3\xa9, \xf0\x9f\x98\x80";
    EXPECT_EQ(to_utf8(text), text);
}

TEST(Utf8, ShowsWhatIsNotAsQuestionMarks) {
    EXPECT_EQ(to_utf8(std::string{"a\0b", 3}), "a?b");
    EXPECT_EQ(
        to_utf8("a\xff"
                "b"),
        "a?b"
    );
    EXPECT_EQ(to_utf8("cut \xe2\x82"), "cut ??");    // In the middle of a character.
    EXPECT_EQ(to_utf8("\xc0\x80"), "??");            // Byte 0 written too long.
    EXPECT_EQ(to_utf8("\xe0\x80\x80"), "???");       // Again.
    EXPECT_EQ(to_utf8("\xed\xa0\x80"), "???");       // A surrogate.
    EXPECT_EQ(to_utf8("\xf4\x90\x80\x80"), "????");  // Past the last character.
}

}  // namespace
}  // namespace unrip::store
