// proto/policy.schema.json and the reader of policies know the same fields, and the policies that
// are delivered can be used.

#include "policy/policy.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <map>

namespace unrip::policy {
namespace {

using Json = nlohmann::json;
using testing::HasSubstr;

const std::filesystem::path kRoot{UNRIP_SOURCE_DIR};

Json read(const std::filesystem::path& path) {
    std::ifstream file{path};
    return Json::parse(file);
}

const Json& schema() {
    static const Json all = read(kRoot / "proto/policy.schema.json");
    return all;
}

/// A good policy in which every object that a policy can have is there.
Json full_policy() {
    auto policy = read(kRoot / "deploy/policy/btc-eure.json");
    for (const auto& [name, inner] : schema().at("properties").items()) {
        if (inner.value("type", "") == "object" && !policy.contains(name))
            policy[name] = Json::object();
    }
    policy["reference"]["source"] = Json::object();
    policy["reference"]["jump"] = Json::object();
    policy["executor"]["rolling"] = Json::object();
    policy["liquidity"]["destinations_allowed"] = Json::object();
    policy["pairs"][0]["band"] = {{"base_min", "1"}, {"base_max", "2"}};
    for (auto& source : policy["pairs"][0]["sources"])
        source["rules"] = Json::object();
    return policy;
}

struct Place {
    Json::json_pointer at;
    std::string path;  ///< As the reader writes it.
    Json schema;
};

/// Every object of the schema, at its first place in the full policy.
void collect_objects(const Place& place, std::vector<Place>& found) {
    if (!place.schema.contains("properties")) return;
    found.push_back(place);
    for (const auto& [name, inner] : place.schema.at("properties").items()) {
        const auto path = place.path.empty() ? name : place.path + "." + name;
        if (inner.contains("items"))
            collect_objects({place.at / name / 0, path + "[0]", inner.at("items")}, found);
        else
            collect_objects({place.at / name, path, inner}, found);
    }
}

std::vector<Place> objects() {
    std::vector<Place> found;
    collect_objects({Json::json_pointer{}, "", schema()}, found);
    return found;
}

std::string mistakes_in(const Json& policy) {
    const auto read = parse(policy.dump());
    return read ? std::string{} : read.error().detail;
}

TEST(PolicySchema, TheFullPolicyHasNoMistake) {
    EXPECT_EQ(mistakes_in(full_policy()), "");
}

TEST(PolicySchema, EveryFieldOfTheSchemaIsReadAndJudged) {
    for (const auto& object : objects()) {
        for (const auto& [name, inner] : object.schema.at("properties").items()) {
            auto policy = full_policy();
            policy[object.at / name] = 1.5;
            const auto path = object.path.empty() ? name : object.path + "." + name;
            EXPECT_THAT(mistakes_in(policy), HasSubstr(path + " is 1.5: must be ")) << path;
        }
    }
}

TEST(PolicySchema, EveryFieldThatIsReadStandsInTheSchema) {
    for (const auto& object : objects()) {
        auto policy = full_policy();
        policy[object.at]["zz"] = 1;
        const auto mistakes = mistakes_in(policy);
        const auto begin = mistakes.find("Fields here: ");
        ASSERT_NE(begin, std::string::npos) << object.path << ": " << mistakes;
        const auto end = std::min(mistakes.find('\n', begin), mistakes.size());
        auto fields = mistakes.substr(begin + 13, end - begin - 13);
        fields += ", ";
        std::size_t count = 0;
        for (std::size_t at = 0; at < fields.size(); at = fields.find(", ", at) + 2) {
            const auto field = fields.substr(at, fields.find(", ", at) - at);
            EXPECT_TRUE(object.schema.at("properties").contains(field))
                << object.path << " " << field;
            ++count;
        }
        EXPECT_EQ(count, object.schema.at("properties").size()) << object.path;
    }
}

/// The bounds of the schema are those of the reader.
TEST(PolicySchema, AgreesOnTheLowestAndTheHighestNumber) {
    for (const auto& object : objects()) {
        for (const auto& [name, inner] : object.schema.at("properties").items()) {
            if (!inner.contains("minimum")) continue;
            for (const auto outside :
                 {inner["minimum"].get<std::int64_t>() - 1,
                  inner["maximum"].get<std::int64_t>() + 1}) {
                auto policy = full_policy();
                policy[object.at / name] = outside;
                const auto path = object.path.empty() ? name : object.path + "." + name;
                const auto said = path + " is " + std::to_string(outside) + ": must be ";
                EXPECT_THAT(mistakes_in(policy), HasSubstr(said));
            }
        }
    }
}

/// What the sandbox gives its maker when the scenario says nothing else.
Amount sandbox_funds(std::string_view slug) {
    if (slug == "btc") return Amount{1'000'000};
    if (slug == "eth") return Amount{10'000'000'000'000'000};
    return *Amount::parse("600000000000000000000");
}

/// A cap above what is held would never let a slot be opened.
TEST(PolicyFiles, TheSandboxCanOpenEverySlotThatItsPoliciesAskFor) {
    for (const auto* name : {"sandbox", "sandbox-lanes"}) {
        const auto policy = load((kRoot / "deploy/policy" / name).string() + ".json");
        ASSERT_TRUE(policy) << policy.error().detail;
        std::map<std::string, u128> asked;
        for (const auto& entry : policy->pairs) {
            const auto& slots = entry.trading.slots;
            asked[entry.trading.pair.base.slug] += slots.base_cap.atoms() * slots.open_target;
            asked[entry.trading.pair.quote.slug] += slots.quote_cap.atoms() * slots.open_target;
        }
        for (const auto& [slug, atoms] : asked)
            EXPECT_LE(Amount{atoms}, sandbox_funds(slug)) << name << " " << slug;
    }
}

TEST(PolicyFiles, AllThatAreDeliveredCanBeUsed) {
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator{kRoot / "deploy/policy"}) {
        if (entry.path().extension() != ".json") continue;
        const auto policy = load(entry.path().string());
        ASSERT_TRUE(policy) << policy.error().detail;
        EXPECT_EQ(policy->name, entry.path().stem().string());
        ++count;
    }
    EXPECT_GE(count, 3U);
}

}  // namespace
}  // namespace unrip::policy
