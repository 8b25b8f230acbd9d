#include "near/json_text.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace unrip::near {
namespace {

std::string written(std::string_view text) {
    std::string json;
    append_json_text(json, text);
    return json;
}

TEST(JsonText, EscapesWhatMustBeAndNothingElse) {
    EXPECT_EQ(written("a\"b\\c/d"), R"("a\"b\\c/d")");
    EXPECT_EQ(written("\b\f\n\r\t"), R"("\b\f\n\r\t")");
    EXPECT_EQ(written(std::string_view{"\0\x1f", 2}), R"("\u0000\u001f")");
    EXPECT_EQ(written("caf\u00e9 \u2615"), "\"caf\u00e9 \u2615\"");
}

TEST(JsonText, IsReadBackByAnotherReader) {
    std::string all;
    for (int code = 0; code < 128; ++code)
        all += static_cast<char>(code);
    EXPECT_EQ(nlohmann::json::parse(written(all)), all);
}

TEST(JsonText, KnowsUtf8) {
    for (const char* good : {"", "a", "\u00e9", "\u2615", "\U0001f600", "\U0010ffff"}) {
        EXPECT_TRUE(is_utf8(good)) << good;
    }
    for (const char* bad :
         {"\x80",
          "\xc3",
          "\xc0\x80",
          "\xe0\x80\x80",
          "\xed\xa0\x80",
          "\xf4\x90\x80\x80",
          "\xf8\x88\x80\x80\x80",
          "\xe2\x98",
          "a\xff"}) {
        EXPECT_FALSE(is_utf8(bad)) << bad;
    }
}

TEST(JsonObject, KeepsTheOrderGiven) {
    JsonObject object;
    object.text("b", "1").raw("a", "[2]").text("c", "\"");
    EXPECT_EQ(std::move(object).str(), R"({"b":"1","a":[2],"c":"\""})");
    EXPECT_EQ(JsonObject{}.str(), "{}");
}

}  // namespace
}  // namespace unrip::near
