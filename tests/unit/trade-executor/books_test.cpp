#include "unit/trade-executor/trading.hpp"

namespace unrip::trade_executor {
namespace {

struct BooksTest : Trading {
    Books books;

    std::optional<strategy::BooksReading> count(i128 btc, std::uint64_t at, Instant time = kNow) {
        messages::IntentInventory inventory;
        inventory.block = {at, "block", to_unix_ns(time)};
        inventory.balances = {{kBtc, "BTC", 8, Amount{static_cast<u128>(btc)}, std::nullopt}};
        return books.count(inventory);
    }
    static bool is_right(const strategy::BooksReading& reading) {
        const auto& line = reading.lines.at(0);
        return line.counted == line.baseline + line.fills + line.flows;
    }
};

TEST_F(BooksTest, BeginWithACountThatProvesNothing) {
    EXPECT_FALSE(count(1'000, 10));
    EXPECT_EQ(books.sound_since(), kNow);
    EXPECT_TRUE(is_right(*count(1'000, 11)));
}

TEST_F(BooksTest, AddUpFillsAndFlowsUntilTheCountsBlock) {
    count(1'000, 10);
    books.fill(kBtc, -100, 11);
    books.fill(kBtc, -100, 13);
    messages::LiquidityAction deposit;
    deposit.asset = kBtc;
    deposit.balance_delta = 50;
    deposit.block_height = 12;
    books.flow(deposit);
    EXPECT_TRUE(is_right(*count(950, 12)));
    EXPECT_TRUE(is_right(*count(850, 13))) << "from the count that was right";
}

TEST_F(BooksTest, AreNotRightUntilAFillIsKnown) {
    count(1'000, 10);
    EXPECT_FALSE(is_right(*count(900, 11)));
    EXPECT_TRUE(books.is_unexplained());
    books.fill(kBtc, -100, 11);
    EXPECT_TRUE(is_right(*count(900, 12)));
    EXPECT_FALSE(books.is_unexplained());
    EXPECT_EQ(books.sound_since(), kNow) << "nothing was hidden";
}

TEST_F(BooksTest, LookBackAtACountWhenItsFillIsLearntLater) {
    count(1'000, 10);
    EXPECT_FALSE(is_right(*count(900, 11, kNow + 5s)));
    EXPECT_FALSE(is_right(*count(750, 12, kNow + 10s)));
    EXPECT_FALSE(books.look_back());
    books.fill(kBtc, -100, 11);
    const auto proof = books.look_back();
    ASSERT_TRUE(proof);
    EXPECT_EQ(proof->block.height, 11U);
    EXPECT_TRUE(books.is_unexplained()) << "the newer one still is not right";
    books.fill(kBtc, -150, 12);
    EXPECT_EQ(books.look_back()->block.height, 12U);
    EXPECT_FALSE(books.is_unexplained());
    EXPECT_EQ(books.sound_since(), kNow);
    EXPECT_FALSE(books.look_back()) << "said once";
}

TEST_F(BooksTest, BeginAnewWhenADifferenceIsNeverExplained) {
    count(1'000, 10);
    EXPECT_FALSE(is_right(*count(900, 11, kNow + 10s)));
    EXPECT_FALSE(is_right(*count(900, 12, kNow + 200s)));
    EXPECT_EQ(books.sound_since(), kNow + 200s) << "earlier quotes are not proven by what follows";
    EXPECT_TRUE(is_right(*count(900, 13, kNow + 210s)));
}

TEST_F(BooksTest, BeginAnewWhenSomethingMayHaveBeenMissed) {
    count(1'000, 10);
    books.restart();
    EXPECT_FALSE(count(900, 11, kNow + 10s));
    EXPECT_EQ(books.sound_since(), kNow + 10s);
}

}  // namespace
}  // namespace unrip::trade_executor
