// A recorded day out of PostgreSQL, decided again.

#include "integration/unripctl/fake_house.hpp"
#include "policy/policy.hpp"
#include "unit/replay/recorded_day.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <fstream>

namespace unrip::test {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

constexpr auto kPolicy = UNRIP_SOURCE_DIR "/deploy/policy/btc-eure.json";

struct ReplayVerb : FakeHouse {
    TemporaryDirectory directory;

    ReplayVerb() {
        have_history();
        environment_["UNRIP_POLICY_FILE"] = kPolicy;
        std::vector<Said> story;
        for (const auto& line : day()) {
            const auto message = json::parse(line);
            const auto schema = message.at("schema").get<std::string>();
            story.push_back({schema.substr(0, schema.find('/')), message.at("id"), line});
        }
        write(story);
    }

    static std::vector<std::string> day() {
        replay::RecordedDay day{policy::load(kPolicy)->strategy()};
        day.price("60000");
        day.count("0.01", "60");
        day.arm();
        for (int round = 0; round < 8; ++round) {
            day.pass(Milliseconds{300});
            day.price(std::to_string(60'000 + round));
            day.ask(true, "", "4.5");
            day.ask(false, "3", "");
            if (round == 4) day.settle_last();
            if (round == 6) day.limit("4");
        }
        return day.record;
    }
};

TEST_F(ReplayVerb, TheSamePolicyDecidesTheSameOutOfTheHistory) {
    const auto done =
        ctl({"replay", "--from", "2026-11-20T11:59:00Z", "--to", "2026-11-20T13:00:00Z", "--json"});
    ASSERT_EQ(done.exit_code, 0) << done.output;
    const auto report = json::parse(done.output);
    EXPECT_EQ(report.at("identical"), true);
    EXPECT_EQ(report.at("decisions"), 16);
    EXPECT_EQ(report.at("facts_missing"), 0);
    EXPECT_EQ(report.at("unreadable"), 0);
    EXPECT_GT(report.at("recorded_outcomes").at("approved"), 5);
}

TEST_F(ReplayVerb, AnotherPolicyIsReportedWithWhatDiffers) {
    std::ifstream stream{kPolicy};
    auto other = nlohmann::ordered_json::parse(stream);
    other["pairs"][0]["spread"]["half_spread_ppm"] = 9'000;
    directory.write("wider.json", other.dump());
    const auto done = ctl(
        {"replay",
         "--from",
         "2026-11-20T11:59:00Z",
         "--to",
         "2026-11-20T13:00:00Z",
         "--policy",
         (directory.path() / "wider.json").string()}
    );
    EXPECT_EQ(done.exit_code, 3) << done.output;
    EXPECT_THAT(done.output, HasSubstr("the policy is another one"));
    EXPECT_THAT(done.output, HasSubstr("half_spread_ppm"));
}

TEST_F(ReplayVerb, WhatIsExportedCanBeReplayed) {
    const auto file = (directory.path() / "day.jsonl").string();
    const auto written = ctl({"export", "messages", "--since", "30d", "--out", file});
    ASSERT_EQ(written.exit_code, 0) << written.output;
    const auto done = ctl({"replay", "--file", file});
    EXPECT_EQ(done.exit_code, 0) << done.output;
    EXPECT_THAT(done.output, HasSubstr("16 of 16 decisions are identical"));
    EXPECT_EQ(ctl({"replay", "--file", "/nowhere"}).exit_code, 1);
    EXPECT_EQ(ctl({"replay", "--from", "soon"}).exit_code, 2);
}

}  // namespace
}  // namespace unrip::test
