// The short form of scripts/exactly-once.

#include "faults/exactly_once.hpp"

#include <gtest/gtest.h>

#include <iostream>

namespace unrip::test {
namespace {

TEST(ExactlyOnce, EveryKindOfMessageReachesItsTableOnceAcrossKillsOfAllThree) {
    const auto outcome = flood({.seed = 5, .messages = 8'000, .kills = 8}, [](const auto& said) {
        std::cout << said << std::endl;
    });
    for (const auto& line : outcome.figures)
        std::cout << line << "\n";
    EXPECT_TRUE(outcome.wrong.empty()) << testing::PrintToString(outcome.wrong) << "\n"
                                       << outcome.log;
    EXPECT_EQ(outcome.kills, 8U);
}

}  // namespace
}  // namespace unrip::test
