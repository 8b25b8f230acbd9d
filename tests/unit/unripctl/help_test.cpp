#include "help.hpp"

#include "figures.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <set>
#include <sstream>

namespace unrip::unripctl {
namespace {

TEST(Help, NamesEveryVerbAndTheExitCodes) {
    const auto text = help();
    for (const auto& command : commands())
        EXPECT_NE(text.find("  " + std::string{command.name} + " "), std::string::npos);
    EXPECT_NE(text.find("exit codes: 0 done"), std::string::npos);
    EXPECT_EQ(find_command("nothing"), nullptr);
}

TEST(Help, TeachesEveryVerb) {
    for (const auto& command : commands()) {
        const auto text = help(command);
        EXPECT_TRUE(text.starts_with("usage: unripctl " + std::string{command.name})) << text;
        EXPECT_GT(text.size(), 150U) << text;
        EXPECT_EQ(text.back(), '\n');
    }
}

TEST(Help, EveryOptionOfAUsageIsReadAndEveryOptionIsInAUsage) {
    for (const auto& command : commands()) {
        auto options = command.shape.with_value;
        options.insert(command.shape.flags.begin(), command.shape.flags.end());
        std::string usage{command.usage};
        for (auto& letter : usage) {
            if (letter == '[' || letter == ']' || letter == '|') letter = ' ';
        }
        std::istringstream words{usage};
        for (std::string word; words >> word;) {
            if (!word.starts_with("--")) continue;
            EXPECT_TRUE(options.contains(word)) << command.name << " " << word;
        }
    }
}

TEST(Help, EveryVerbThatReadsTakesJson) {
    // Those that change something, tell by their exit code alone, or write lines of JSON anyway.
    const std::set<std::string_view> others{"arm", "disarm", "kill", "refresh", "probe", "export"};
    for (const auto& command : commands()) {
        EXPECT_EQ(command.shape.flags.contains("--json"), !others.contains(command.name))
            << command.name;
    }
}

TEST(Help, TheCompletionKnowsEveryVerbAndOption) {
    std::ifstream file{std::string{UNRIP_SOURCE_DIR} + "/deploy/completion/unripctl.bash"};
    const std::string completion{std::istreambuf_iterator<char>{file}, {}};
    ASSERT_FALSE(completion.empty());
    for (const auto& command : commands()) {
        EXPECT_NE(completion.find(std::string{command.name}), std::string::npos) << command.name;
        for (const auto* options : {&command.shape.with_value, &command.shape.flags}) {
            for (const auto& option : *options)
                EXPECT_NE(completion.find(option), std::string::npos) << option;
        }
    }
}

}  // namespace
}  // namespace unrip::unripctl
