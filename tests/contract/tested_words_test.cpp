// Every word with which something is declined, refused or ended is expected by a test of the rules
// that say it.

#include "messages/catalog.hpp"

#include <gtest/gtest.h>

#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace unrip::messages {
namespace {

namespace fs = std::filesystem;

std::string sources_in(const std::string& folder) {
    std::string all;
    for (const auto& entry :
         fs::directory_iterator{fs::path{UNRIP_SOURCE_DIR} / "tests" / folder}) {
        if (entry.path().extension() != ".cpp") continue;
        std::ifstream file{entry.path()};
        all.append(std::istreambuf_iterator<char>{file}, {});
    }
    return all;
}

/// The whole word, and not the beginning of a longer one.
bool names(const std::string& sources, const std::string& word) {
    for (auto at = sources.find(word); at != std::string::npos; at = sources.find(word, at + 1)) {
        const auto next = static_cast<unsigned char>(sources[at + word.size()]);
        if (std::isalnum(next) == 0 && next != '_') return true;
    }
    return false;
}

template <class Word>
void expect_all_in(const std::string& folder, const std::string& type) {
    const auto sources = sources_in(folder);
    for (const auto& entry : enum_texts<Word>()) {
        const auto word = type + "::" + std::string{entry.text};
        EXPECT_TRUE(names(sources, word)) << "no test in tests/" << folder << " expects " << word;
    }
}

TEST(TestedWords, AreAllReasonsToDecline) {
    expect_all_in<DeclineReason>("unit/strategy", "DeclineReason");
}

TEST(TestedWords, AreAllRefusalsOfTheExecutor) {
    expect_all_in<ExecutorRefusal>("unit/trade-executor", "Refusal");
}

TEST(TestedWords, AreAllStatesAndProofsOfASettlement) {
    expect_all_in<SettlementState>("unit/trade-executor", "SettlementState");
    expect_all_in<SettlementEvidence>("unit/trade-executor", "SettlementEvidence");
    expect_all_in<SettlementFailure>("unit/trade-executor", "SettlementFailure");
}

TEST(TestedWords, AreAllStatesOfAWithdrawal) {
    expect_all_in<LiquidityState>("unit/liquidity-manager", "State");
}

}  // namespace
}  // namespace unrip::messages
