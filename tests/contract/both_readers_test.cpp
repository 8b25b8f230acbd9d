// Two readers stand behind decode(): one for texts as our own writers write them, one for all that
// JSON allows. A text that begins with a space is read by the second alone.

#include "contract/contract_files.hpp"

#include <gtest/gtest.h>

#include <random>

namespace unrip::messages {
namespace {

/// What was read, written again; or what was wrong with it.
std::string word_of(const Contract& contract, const std::string& text) {
    const auto again = contract.reencode(text);
    return again ? *again : "refused: " + again.error().detail;
}

void expect_one_word(const Contract& contract, const std::string& text) {
    EXPECT_EQ(word_of(contract, text), word_of(contract, " " + text)) << text;
}

/// Letters that mean something to JSON, to numbers, and to texts.
constexpr std::string_view kLetters =
    "\"\\{}[]:, \n\t\r-+.0123456789eEtfnu/xa\x01\x1f\x7f\x80\xc3\xff";

std::string changed(std::string text, std::size_t place, std::mt19937& chance) {
    const char letter = kLetters[chance() % kLetters.size()];
    switch (chance() % 4) {
        case 0:
            return text.erase(place, 1);
        case 1:
            return text.insert(place, 1, letter);
        case 2:
            return text.insert(place, text.substr(place, 1 + chance() % 40));
        default:
            text[place] = letter;
            return text;
    }
}

TEST(BothReaders, SayTheSameOfEveryExampleWithOneLetterChanged) {
    std::mt19937 chance{7};
    for (const auto& golden : goldens()) {
        expect_one_word(*golden.contract, golden.text);
        for (std::size_t place = chance() % 3; place < golden.text.size();
             place += 1 + chance() % 6)
            expect_one_word(*golden.contract, changed(golden.text, place, chance));
    }
}

/// As nlohmann sorts the fields, and spaced as PostgreSQL does.
std::string sorted_and_spaced(const std::string& text) {
    const auto dense = nlohmann::json::parse(text).dump();
    std::string spaced;
    bool is_inside = false;
    for (std::size_t at = 0; at < dense.size(); ++at) {
        spaced += dense[at];
        if (is_inside && dense[at] == '\\') spaced += dense[++at];
        if (dense[at] == '"' && (at == 0 || dense[at - 1] != '\\')) is_inside = !is_inside;
        if (!is_inside && (dense[at] == ',' || dense[at] == ':')) spaced += ' ';
    }
    return spaced;
}

TEST(BothReaders, SayTheSameOfFieldsInAnotherOrderWithOneLetterChanged) {
    std::mt19937 chance{11};
    for (const auto& golden : goldens()) {
        const auto text = sorted_and_spaced(golden.text);
        EXPECT_EQ(word_of(*golden.contract, text), golden.text);
        for (std::size_t place = chance() % 5; place < text.size(); place += 1 + chance() % 10)
            expect_one_word(*golden.contract, changed(text, place, chance));
    }
}

TEST(BothReaders, SayTheSameOfHalfAText) {
    for (const auto& golden : goldens()) {
        for (std::size_t size = 0; size < golden.text.size(); size += 41)
            expect_one_word(*golden.contract, golden.text.substr(0, size));
    }
}

/// Other values in the place of each field, with all the other fields as they were and in their
/// order. Each field has some of them, each value comes to many fields.
TEST(BothReaders, SayTheSameOfOtherValues) {
    const std::vector<std::string> values{
        "0",
        "-0",
        "00",
        "-1",
        "1.0",
        "1e3",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775808",
        "-9223372036854775809",
        "18446744073709551615",
        "18446744073709551616",
        "4294967295",
        "4294967296",
        "99999999999999999999",
        "null",
        "true",
        "false",
        "tru",
        "{}",
        "[]",
        "[{}]",
        "[null]",
        "\"\"",
        "\"0\"",
        "\"1.5\"",
        "\"-7\"",
        "\"nep141:a\"",
        "\"a\\\"b\\\\c\\/d\\b\\f\\n\\r\\te\"",
        "\"\\u0031\"",
        "\"\\ud83d\\ude00\"",
        "\"\\x\"",
        "\"tab\there\"",
        "\"Caf\xc3\xa9\"",
        "\"\xc3\"",
        "\"unended",
        "\"del\x7f\"",
        "\"340282366920938463463374607431768211455\"",
        "\"340282366920938463463374607431768211456\"",
        "\"-170141183460469231731687303715884105728\""};
    std::size_t turn = 0;
    for (const auto& golden : goldens()) {
        const auto json = Json::parse(golden.text);
        for (const auto& place : places(schema_of(*golden.contract), json)) {
            auto marked = json;
            marked[place.path] = "@@@";
            const auto text = marked.dump();
            const auto at = text.find("\"@@@\"");
            for (int value = 0; value < 3; ++value) {
                auto mutant = text;
                mutant.replace(at, 5, values[turn++ % values.size()]);
                expect_one_word(*golden.contract, mutant);
            }
        }
    }
}

}  // namespace
}  // namespace unrip::messages
