#include "store/tables/json_fields.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace unrip::store {
namespace {

std::vector<std::pair<std::string, std::string>> fields_of(std::string_view text) {
    std::vector<std::pair<std::string, std::string>> all;
    JsonFields fields{text};
    while (const auto field = fields.next())
        all.emplace_back(field->name, field->value);
    return all;
}

using Fields = std::vector<std::pair<std::string, std::string>>;

TEST(JsonFields, GivesEachValueAsItStandsThere) {
    const Fields expected{
        {"text", R"("a,\"}{\\")"},
        {"number", "-1.5e3"},
        {"list", R"([1, {"x": "]"}, []])"},
        {"object", R"({"a":{"b":"}"}})"},
        {"word", "true"},
        {"nothing", "null"},
        {"last", "7"}};
    EXPECT_EQ(
        fields_of(R"({"text":"a,\"}{\\","number":-1.5e3,"list":[1, {"x": "]"}, []],)"
                  R"("object":{"a":{"b":"}"}},"word":true,"nothing":null,"last":7})"),
        expected
    );
    EXPECT_EQ(
        fields_of(" {\n \"text\" : \"a,\\\"}{\\\\\" ,\t\"number\" : -1.5e3 , \"list\":"
                  "[1, {\"x\": \"]\"}, []],\r\n\"object\":{\"a\":{\"b\":\"}\"}}, \"word\": true ,"
                  "\"nothing\":null , \"last\":7 } "),
        expected
    );
}

TEST(JsonFields, EndsWhateverItIsGiven) {
    EXPECT_EQ(fields_of("{}"), Fields{});
    EXPECT_EQ(fields_of(" { } "), Fields{});
    EXPECT_EQ(fields_of("[1]"), Fields{});
    EXPECT_EQ(fields_of(""), Fields{});
    const std::string text = R"({"a":"b\"c\\","d":[{"e":"f"}],"g":12})";
    for (std::size_t size = 0; size < text.size(); ++size)
        EXPECT_LE(fields_of(text.substr(0, size)).size(), 3U);
}

TEST(JsonFields, FindsAFieldAsReadersOfJsonDo) {
    EXPECT_EQ(json_field(R"({"a":1,"b":2})", "b"), "2");
    EXPECT_EQ(json_field(R"({"a":1,"a":2})", "a"), "2");
    EXPECT_EQ(json_field(R"({"\u0061":1})", "a"), "1");
    EXPECT_EQ(json_field(R"({"x":{"a":1}})", "a"), std::nullopt);
}

TEST(CellText, IsTheValueWithoutItsQuotes) {
    EXPECT_EQ(cell_text(R"("plain")"), "plain");
    EXPECT_EQ(cell_text(R"("")"), "");
    EXPECT_EQ(cell_text(R"("a\"b\\c\n\u00e9\ud83d\ude00")"), "a\"b\\c\n\u00e9\U0001f600");
    EXPECT_EQ(cell_text("12"), "12");
    EXPECT_EQ(cell_text("true"), "true");
    EXPECT_EQ(cell_text(R"({"a": 1})"), R"({"a": 1})");
    EXPECT_EQ(cell_text("null"), std::nullopt);
    EXPECT_EQ(cell_text(R"("null")"), "null");
}

}  // namespace
}  // namespace unrip::store
