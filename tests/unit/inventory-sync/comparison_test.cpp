#include "comparison.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace unrip::inventory_sync {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::optional<near::BlockHeader> at(std::uint64_t height) {
    return near::BlockHeader{height, "hash-" + std::to_string(height), {}};
}

std::optional<near::VerifierSnapshot> holding(std::uint64_t amount) {
    near::VerifierSnapshot snapshot;
    snapshot.balances = {Amount{amount}};
    return snapshot;
}

TEST(ChosenBlock, IsTheOldestOfThoseCloseToTheNewestSoThatMostNodesKnowIt) {
    EXPECT_EQ(choose_block({at(100), at(98), at(99)}, 0)->height, 98U);
    EXPECT_EQ(choose_block({at(100), at(90)}, 0)->height, 100U);
    EXPECT_EQ(choose_block({std::nullopt, at(7)}, 0)->height, 7U);
    EXPECT_FALSE(choose_block({std::nullopt, std::nullopt}, 0));
}

TEST(ChosenBlock, IsNewerThanTheLastOneWhereThatCanBeHad) {
    EXPECT_EQ(choose_block({at(100), at(98)}, 98)->height, 100U);
    EXPECT_EQ(choose_block({at(100), at(98)}, 97)->height, 98U);
    EXPECT_EQ(choose_block({at(100), at(98)}, 100)->height, 98U);
}

TEST(Behind, IsANodeTooFarFromTheNewest) {
    const Headers headers{at(100), at(80), at(79)};
    EXPECT_FALSE(is_behind(*headers[0], headers, 20));
    EXPECT_FALSE(is_behind(*headers[1], headers, 20));
    EXPECT_TRUE(is_behind(*headers[2], headers, 20));
}

TEST(Agreeing, AreTheNodesThatSayWhatMostSay) {
    EXPECT_THAT(agreeing({holding(1)}), ElementsAre(0));
    EXPECT_THAT(agreeing({holding(1), holding(1)}), ElementsAre(0, 1));
    EXPECT_THAT(agreeing({holding(2), holding(1), holding(1)}), ElementsAre(1, 2));
    EXPECT_THAT(agreeing({std::nullopt, holding(1)}), ElementsAre(1));
}

TEST(Agreeing, IsNobodyWhereNobodyCanTellWhoIsRight) {
    EXPECT_THAT(agreeing({holding(1), holding(2)}), IsEmpty());
    EXPECT_THAT(agreeing({holding(1), holding(2), holding(1), holding(2)}), IsEmpty());
    EXPECT_THAT(agreeing({std::nullopt, std::nullopt}), IsEmpty());
    EXPECT_THAT(agreeing({}), IsEmpty());
}

TEST(Agreeing, IsAboutEverythingThatDecidesWhetherAQuoteCanSettle) {
    auto other_salt = holding(1);
    other_salt->salt = {1, 2, 3, 4};
    auto locked = holding(1);
    locked->account_locked = true;
    auto other_fee = holding(1);
    other_fee->fee = *near::Pips::from_count(3);
    for (const auto& other : {other_salt, locked, other_fee})
        EXPECT_THAT(agreeing({holding(1), other}), IsEmpty());
}

}  // namespace
}  // namespace unrip::inventory_sync
