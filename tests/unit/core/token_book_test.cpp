#include "core/token_book.hpp"

#include <gtest/gtest.h>

namespace unrip {
namespace {

AssetId asset(const char* text) {
    return *AssetId::parse(text);
}

/// A book with BTC and EURe, so that each test asks one thing of it.
class TokenBookTest : public testing::Test {
  protected:
    TokenBookTest() {
        EXPECT_TRUE(book.add({asset("nep141:btc.omft.near"), "btc", "BTC", 8}));
        EXPECT_TRUE(book.add({asset("nep141:eure.omft.near"), "eure", "EURe", 18}));
    }

    TokenBook book;
};

TEST_F(TokenBookTest, FindsATokenByIdAndBySlug) {
    EXPECT_EQ(book.find(asset("nep141:btc.omft.near"))->decimals, 8U);
    EXPECT_EQ(book.find_slug("eure")->symbol, "EURe");
    EXPECT_EQ(book.find_slug("doge"), nullptr);
    EXPECT_EQ(book.find(asset("nep141:doge.omft.near")), nullptr);
}

TEST_F(TokenBookTest, RefusesTheSameTokenTwice) {
    EXPECT_FALSE(book.add({asset("nep141:btc.omft.near"), "xbt", "BTC", 8}));
    EXPECT_FALSE(book.add({asset("nep141:nbtc.bridge.near"), "btc", "BTC", 8}));
    EXPECT_EQ(book.tokens().size(), 2U);
}

TEST_F(TokenBookTest, RefusesSlugsAndDecimalsThatCantBe) {
    EXPECT_FALSE(book.add({asset("nep141:a"), "", "A", 8}));
    EXPECT_FALSE(book.add({asset("nep141:a"), "a-b", "A", 8}));
    EXPECT_FALSE(book.add({asset("nep141:a"), "A", "A", 8}));
    EXPECT_FALSE(book.add({asset("nep141:a"), "a", "A", 39}));
}

TEST_F(TokenBookTest, NamesPairsOfKnownTokens) {
    const auto pair = book.pair("btc-eure");
    ASSERT_TRUE(pair);
    EXPECT_EQ(pair->name(), "btc-eure");
    EXPECT_EQ(pair->decimals().base, 8U);
    EXPECT_EQ(pair->decimals().quote, 18U);
    for (const auto* name : {"", "btc", "btc-", "-eure", "btc-btc", "btc-doge", "btc-eure-btc"}) {
        EXPECT_FALSE(book.pair(name)) << name;
    }
}

TEST_F(TokenBookTest, ShowsAmountsToPeople) {
    EXPECT_EQ(book.show(asset("nep141:btc.omft.near"), Amount{416'081}), "0.00416081 BTC");
    EXPECT_EQ(book.show(asset("nep141:x"), Amount{7}), "7 base units of nep141:x");
}

}  // namespace
}  // namespace unrip
