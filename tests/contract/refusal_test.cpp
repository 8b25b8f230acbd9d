#include "contract/contract_files.hpp"

#include <gtest/gtest.h>

namespace unrip::messages {
namespace {

std::string type_of(const Json& schema) {
    if (schema.contains("const")) return "string";
    return schema.at("type").get<std::string>();
}

/// Values of every other type, and of the right type with a wrong shape.
std::vector<Json> wrong_values(const Json& schema) {
    const auto type = type_of(schema);
    std::vector<Json> wrong{nullptr};
    if (type != "string") wrong.emplace_back("7");
    if (type != "integer") wrong.emplace_back(7);
    if (type != "boolean") wrong.emplace_back(true);
    if (type != "object") wrong.push_back(Json::object());
    if (type != "array") wrong.push_back(Json::array());
    wrong.emplace_back(1.5);
    if (schema.contains("pattern")) {
        for (const auto* text : {"", "x", " 1", "1e3", "0x10", "1,5", "+1", "--1", "1\n"}) {
            wrong.emplace_back(text);
        }
    }
    if (schema.contains("enum")) wrong.emplace_back("no_such_word");
    if (schema.contains("const")) wrong.emplace_back("another.schema/9");
    if (schema.value("minLength", 0) > 0) wrong.emplace_back("");
    if (schema.contains("minimum") && schema["minimum"] == 0) wrong.emplace_back(-1);
    return wrong;
}

struct Mutant {
    std::string text;
    std::string field;
    std::string what;  ///< For the one who reads a failure.
};

void expect_refused_by_name(const Golden& golden, const Mutant& mutant) {
    const auto again = golden.contract->reencode(mutant.text);
    ASSERT_FALSE(again) << golden.file << " took " << mutant.what;
    EXPECT_EQ(again.error().kind, Error::Kind::malformed);
    EXPECT_NE(again.error().detail.find(mutant.field), std::string::npos)
        << golden.file << " with " << mutant.what << ": " << again.error().detail;
}

/// A field that the schema knows and the type does not would be ignored as unknown, and fail here.
TEST(Refusal, NamesEveryFieldThatHoldsAWrongValueAlsoOneThatIsAbsentInTheExample) {
    std::size_t tried = 0;
    for (const auto& golden : goldens()) {
        const auto json = Json::parse(golden.text);
        for (const auto& place : places(schema_of(*golden.contract), json)) {
            for (const auto& wrong : wrong_values(place.schema)) {
                auto mutant = json;
                mutant[place.path] = wrong;
                const auto what = place.path.to_string() + " = " + wrong.dump();
                expect_refused_by_name(golden, {mutant.dump(), place.field, what});
                ++tried;
            }
        }
    }
    EXPECT_GT(tried, 5'000U);
}

TEST(Refusal, NamesARequiredFieldThatIsMissing) {
    for (const auto& golden : goldens()) {
        const auto json = Json::parse(golden.text);
        for (const auto& place : places(schema_of(*golden.contract), json)) {
            if (!place.present || place.path.back() != place.field) continue;
            auto mutant = json;
            mutant.at(place.path.parent_pointer()).erase(place.field);
            if (!place.required && golden.contract->reencode(mutant.dump())) continue;
            const auto what = place.path.to_string() + " removed";
            expect_refused_by_name(golden, {mutant.dump(), place.field, what});
        }
    }
}

TEST(Refusal, TakesNoAmountThatIsAJsonNumber) {
    std::size_t tried = 0;
    for (const auto& golden : goldens()) {
        const auto json = Json::parse(golden.text);
        for (const auto& place : places(schema_of(*golden.contract), json)) {
            if (!place.present ||
                place.schema.value("pattern", "").find("39}$") == std::string::npos) {
                continue;
            }
            // As text, since a JSON library would round the long ones before they get here.
            auto marked = json;
            marked[place.path] = "@@@";
            auto text = marked.dump();
            const auto digits = json.at(place.path).get<std::string>();
            text.replace(text.find("\"@@@\""), 5, digits);
            expect_refused_by_name(
                golden, {text, place.field, place.path.to_string() + " = " + digits}
            );
            ++tried;
        }
    }
    EXPECT_GT(tried, 60U);
}

TEST(Refusal, TakesNoAmountBeyond128Bits) {
    for (const auto& golden : goldens()) {
        const auto json = Json::parse(golden.text);
        for (const auto& place : places(schema_of(*golden.contract), json)) {
            if (place.schema.value("pattern", "").find("39}$") == std::string::npos) continue;
            auto mutant = json;
            mutant[place.path] = "340282366920938463463374607431768211456";
            expect_refused_by_name(golden, {mutant.dump(), place.field, place.path.to_string()});
        }
    }
}

TEST(Refusal, TakesNothingThatIsNotOneJsonObject) {
    for (const auto& golden : goldens()) {
        const auto half = golden.text.substr(0, golden.text.size() / 2);
        for (const auto& text :
             {std::string{}, half, golden.text + "}", "[" + golden.text + "]", std::string{"7"}}) {
            EXPECT_FALSE(golden.contract->reencode(text)) << golden.file << ": " << text;
        }
    }
}

TEST(Refusal, TakesNoMessageOfAnotherSchema) {
    for (const auto& golden : goldens()) {
        for (const auto& other : contracts()) {
            if (&other == golden.contract) continue;
            const auto read = other.reencode(golden.text);
            ASSERT_FALSE(read) << golden.file << " read as " << other.name;
            EXPECT_NE(read.error().detail.find("schema"), std::string::npos);
        }
    }
}

}  // namespace
}  // namespace unrip::messages
