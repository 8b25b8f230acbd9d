// A policy file with mistakes: all of them are named, and nothing is half read.

#include "policy/policy.hpp"

#include "rubbish/spoil.hpp"
#include "strategy/policy.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <sstream>

namespace unrip::test {
namespace {

constexpr std::size_t kPerFile = 4'000;

std::string policy_text(const std::string& name) {
    std::ifstream file{std::string{UNRIP_SOURCE_DIR} + "/deploy/policy/" + name + ".json"};
    return {std::istreambuf_iterator<char>{file}, {}};
}

void expect_clear(const Error& error, const std::string& text) {
    ASSERT_FALSE(error.detail.empty()) << shown(text);
    std::istringstream lines{error.detail};
    for (std::string line; std::getline(lines, line);) {
        EXPECT_GT(line.size(), 10U) << error.detail;
        EXPECT_LT(line.size(), 1'000U) << shown(line);
    }
}

/// What is read can be used: everything that a process makes of it at its start.
void expect_usable(const policy::File& file, const std::string& text) {
    EXPECT_FALSE(file.pairs.empty()) << shown(text);
    const auto mistakes = strategy::validate(file.strategy());
    EXPECT_TRUE(mistakes.empty()) << mistakes.front() << "\n" << shown(text);
    for (const auto& pair : file.pairs)
        EXPECT_GT(file.command_limits(pair).notional_max, Amount{}) << shown(text);
}

TEST(RubbishPolicy, IsRefusedWithEveryMistakeOrCanBeUsed) {
    const auto plan = rubbish_plan("policy files");
    std::size_t tried = 0;
    std::size_t refused = 0;
    for (const auto* name : {"btc-eure", "sandbox", "sandbox-lanes"}) {
        const auto valid = policy_text(name);
        ASSERT_TRUE(policy::parse(valid)) << name;
        const Spoiler spoiler{valid};
        Dice dice{plan.seed + tried};
        for (std::size_t i = 0; i < plan.of(kPerFile); ++i, ++tried) {
            const auto text = spoiler.spoilt(dice);
            SCOPED_TRACE(std::string{name} + " input " + std::to_string(i));
            const auto read = policy::parse(text);
            if (read) {
                expect_usable(*read, text);
            } else {
                ++refused;
                expect_clear(read.error(), text);
            }
            if (testing::Test::HasFailure()) return;
        }
    }
    tell_tried("policy files", tried, refused);
    EXPECT_GT(refused, tried / 2);
}

}  // namespace
}  // namespace unrip::test
