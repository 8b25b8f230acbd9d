#include "replay/replay.hpp"

#include "policy/policy.hpp"
#include "recorded_day.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

namespace unrip::replay {
namespace {

using ::testing::HasSubstr;

struct ReplayTest : ::testing::Test {
    strategy::Policy policy = [] {
        auto file = policy::load(std::string{UNRIP_SOURCE_DIR} + "/deploy/policy/btc-eure.json");
        if (!file) throw std::runtime_error{file.error().detail};
        return file->strategy();
    }();

    /// Watching, trading, a settlement, a withdrawal, other limits, a price that grows old.
    std::vector<std::string> day() {
        RecordedDay day{policy};
        day.ask(true, "", "4");
        day.price("60000");
        day.ask(true, "", "4");
        day.count("0.01", "60");
        day.ask(true, "", "4");
        day.arm();
        for (int round = 0; round < 12; ++round) {
            day.pass(Milliseconds{300});
            day.price(std::to_string(60'000 + round));
            day.ask(true, "", "4.5");
            day.ask(false, "3", "");
            day.ask(true, "0.0001", "");
            if (round == 4) day.settle_last();
            if (round == 5) day.count("0.0101", "56");
            if (round == 7) day.withdraw("40");
            if (round == 9) day.limit("4");
        }
        day.pass(Milliseconds{8'000});
        day.ask(true, "", "3");
        EXPECT_GT(day.approvals, 5U);
        return day.record;
    }

    static Report replay(const std::vector<std::string>& record, const Options& options) {
        std::string text;
        for (const auto& line : record)
            text += line + "\n";
        std::istringstream file{text};
        auto report = run(lines_of(file), options);
        if (!report) throw std::runtime_error{report.error().detail};
        return *report;
    }
    Options same() const { return {policy, "policy", true, 20}; }
};

TEST_F(ReplayTest, TheSamePolicyDecidesTheSame) {
    const auto report = replay(day(), same());
    EXPECT_GT(report.decisions, 35U);
    EXPECT_TRUE(report.is_identical()) << to_text(report);
    EXPECT_TRUE(report.is_same_policy);
    EXPECT_EQ(report.recorded_outcomes, report.replayed_outcomes);
    EXPECT_GT(report.recorded_outcomes.at("approved"), 5U);
    EXPECT_EQ(report.unreadable, 0U);
}

TEST_F(ReplayTest, FactsMayComeALittleLateInTheRecord) {
    auto record = day();
    // Each price changes places with what follows it: its decisions stand before it now.
    for (std::size_t line = 0; line + 2 < record.size(); ++line) {
        if (record[line].find("ref.market_price") == std::string::npos) continue;
        std::rotate(
            record.begin() + static_cast<std::ptrdiff_t>(line),
            record.begin() + static_cast<std::ptrdiff_t>(line) + 1,
            record.begin() + static_cast<std::ptrdiff_t>(line) + 3
        );
        line += 2;
    }
    const auto report = replay(record, same());
    EXPECT_TRUE(report.is_identical()) << to_text(report);
}

TEST_F(ReplayTest, AnotherPolicyGivesAReport) {
    auto options = same();
    options.policy_hash = "other";
    options.policy.pairs.front().spread.half_spread = Ratio::bps(100);
    const auto report = replay(day(), options);
    EXPECT_FALSE(report.is_identical());
    EXPECT_FALSE(report.is_same_policy);
    EXPECT_GT(report.decisions, report.identical);
    ASSERT_FALSE(report.differences.empty());
    const auto text = to_text(report);
    EXPECT_THAT(text, HasSubstr("another one"));
    EXPECT_THAT(text, HasSubstr("quoted_price"));
}

TEST_F(ReplayTest, AChangedDecisionIsFound) {
    auto record = day();
    for (auto& line : record) {
        const auto at = line.find("\"outcome\":\"approved\"");
        if (at == std::string::npos) continue;
        const auto amount = line.find("\"amount_in\":\"");
        line.insert(amount + 13, "9");
        break;
    }
    const auto report = replay(record, same());
    EXPECT_EQ(report.identical + 1, report.decisions);
    ASSERT_EQ(report.differences.size(), 1U);
    EXPECT_EQ(report.differences.front().field, "amount_in");
}

TEST_F(ReplayTest, WhatIsNotInTheRecordIsSaid) {
    auto record = day();
    std::erase_if(record, [](const std::string& line) {
        return line.find("state.intent_inventory") != std::string::npos;
    });
    const auto blind = replay(record, same());
    EXPECT_FALSE(blind.is_identical());
    EXPECT_GT(blind.facts_missing, 0U);

    record = day();
    std::erase_if(record, [](const std::string& line) {
        return line.find("norm.swap_demand") != std::string::npos;
    });
    record.emplace_back(R"({"schema":"norm.swap_demand/1","id":""})");
    const auto deaf = replay(record, same());
    EXPECT_EQ(deaf.decisions, 0U);
    EXPECT_GT(deaf.without_demand, 0U);
    EXPECT_EQ(deaf.unreadable, 1U);
}

}  // namespace
}  // namespace unrip::replay
