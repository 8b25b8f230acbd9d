#include "contract/contract_files.hpp"
#include "messages/envelope.hpp"

#include <gtest/gtest.h>

namespace unrip::messages {
namespace {

/// Puts something that nobody knows into every object.
void add_unknown_fields(Json& json) {
    if (json.is_object()) {
        for (auto& [name, value] : json.items())
            add_unknown_fields(value);
        json["zz_from_the_future"] = Json{{"deep", Json::array({1, nullptr, "x"})}};
    } else if (json.is_array()) {
        for (auto& value : json)
            add_unknown_fields(value);
    }
}

TEST(Golden, SurvivesDecodeAndEncodeByteForByte) {
    for (const auto& golden : goldens()) {
        const auto again = golden.contract->reencode(golden.text);
        ASSERT_TRUE(again) << golden.file << ": " << again.error().detail;
        EXPECT_EQ(*again, golden.text) << golden.file;
    }
}

TEST(Golden, ReadsTheSameWithUnknownFieldsAtEveryLevel) {
    for (const auto& golden : goldens()) {
        auto json = Json::parse(golden.text);
        add_unknown_fields(json);
        const auto again = golden.contract->reencode(json.dump());
        ASSERT_TRUE(again) << golden.file << ": " << again.error().detail;
        EXPECT_EQ(*again, golden.text) << golden.file;
    }
}

TEST(Golden, ReadsTheSameInAnyOrderOfFields) {
    for (const auto& golden : goldens()) {
        const auto by_name = nlohmann::json::parse(golden.text).dump();  // Sorts the fields.
        const auto again = golden.contract->reencode(by_name);
        ASSERT_TRUE(again) << golden.file << ": " << again.error().detail;
        EXPECT_EQ(*again, golden.text) << golden.file;
    }
}

TEST(Golden, HoldsNoFieldThatItsSchemaDoesNotKnow) {
    for (const auto& golden : goldens()) {
        auto json = Json::parse(golden.text);
        for (const auto& place : places(schema_of(*golden.contract), json)) {
            if (place.present && !place.schema.contains("properties") &&
                !place.schema.contains("items")) {
                json.at(place.path) = nullptr;  // Known: crossed out.
            }
        }
        const auto left = json.flatten();
        for (const auto& [path, value] : left.items()) {
            const bool empty_container = value.is_null() || value.empty();
            EXPECT_TRUE(empty_container) << golden.file << " " << path;
        }
    }
}

Header header_in(const Json& json) {
    return {
        json["schema"],
        MessageId{json["id"]},
        MessageId{json.value("cause", "")},
        json["source"],
        json.value("pair", ""),
        json.value("trace", ""),
        json["sent_at_ms"],
    };
}

TEST(Golden, TellsItsRouteWithoutItsBody) {
    for (const auto& golden : goldens()) {
        const auto json = Json::parse(golden.text);
        if (!json.contains("body")) continue;  // A document travels without an envelope.
        const auto header = decode_header(golden.text);
        ASSERT_TRUE(header) << golden.file << ": " << header.error().detail;
        EXPECT_EQ(*header, header_in(json)) << golden.file;
    }
}

}  // namespace
}  // namespace unrip::messages
