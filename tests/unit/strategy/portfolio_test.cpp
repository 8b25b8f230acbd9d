#include "strategy/portfolio.hpp"

#include "strategy/expiry.hpp"
#include "unit/strategy/trading_day.hpp"

namespace unrip::strategy {
namespace {

i128 signed_eur(std::string_view text) {
    const bool is_negative = text.starts_with('-');
    const auto size = static_cast<i128>(tokens(text.substr(is_negative ? 1 : 0), eure()).atoms());
    return is_negative ? -size : size;
}

class Books : public testing::Test {
  protected:
    Books() { count(100, "0.01", "600", "0"); }

    void count(
        std::uint64_t height, std::string_view btcs, std::string_view eures, std::string_view usdcs
    ) {
        portfolio.counted(
            height,
            {{btc().id, tokens(btcs, btc())},
             {eure().id, tokens(eures, eure())},
             {usdc().id, tokens(usdcs, usdc())}}
        );
    }
    void start() {
        portfolio.price("btc-eure", price("60000"));
        portfolio.price("usdc-eure", price("0.9"));
        portfolio.commanded();
    }
    Portfolio portfolio{{Pair{btc(), eure()}, Pair{usdc(), eure()}}};
};

TEST_F(Books, AreNullBeforeTheFirstCommand) {
    portfolio.price("btc-eure", price("60000"));
    EXPECT_EQ(portfolio.total(), ProfitAndLoss{});
    EXPECT_EQ(portfolio.of("btc-eure"), ProfitAndLoss{});
    EXPECT_FALSE(portfolio.unexplained(btc().id));
    portfolio.price("usdc-eure", price("0.9"));
    portfolio.commanded();
    EXPECT_EQ(portfolio.total(), (ProfitAndLoss{0, 0, 0}));
}

TEST_F(Books, TheExampleThatEveryProcessAgreesOn) {
    start();
    ASSERT_TRUE(portfolio.filled("btc-eure", -10'000, signed_eur("6.3"), 101));
    count(101, "0.0099", "606.3", "0");
    portfolio.price("btc-eure", price("61000"));
    const auto all = portfolio.total();
    EXPECT_EQ(*all.trade, signed_eur("0.3"));
    EXPECT_EQ(*all.mark_to_market, signed_eur("0.2"));
    EXPECT_EQ(*all.price_move, signed_eur("-0.1"));
    EXPECT_EQ(portfolio.of("btc-eure"), all);
    EXPECT_EQ(portfolio.of("usdc-eure"), (ProfitAndLoss{0, 0, 0}));
    EXPECT_EQ(*portfolio.unexplained(btc().id), 0);
    EXPECT_EQ(*portfolio.unexplained(eure().id), 0);
    EXPECT_EQ(portfolio.value()->to_tokens(18), "1210.2");  // 0.0099 * 61000 + 606.3
}

TEST_F(Books, TheBaselineIsTheLastCountBeforeTheFirstCommandAndStays) {
    count(101, "0.02", "600", "0");
    start();
    count(102, "0.03", "600", "0");
    portfolio.price("btc-eure", price("70000"));
    portfolio.commanded();
    EXPECT_EQ(portfolio.books().tokens.at(btc().id).baseline, tokens("0.02", btc()));
    EXPECT_EQ(portfolio.books().pairs.at("btc-eure").price_baseline, price("60000"));
}

TEST_F(Books, DepositsAndWithdrawalsNeverEnterTheProfit) {
    start();
    ASSERT_TRUE(portfolio.flowed(eure().id, signed_eur("100"), 101));
    ASSERT_TRUE(portfolio.flowed(btc().id, -500'000, 101));
    count(101, "0.005", "700", "0");
    EXPECT_EQ(portfolio.total(), (ProfitAndLoss{0, 0, 0}));
    EXPECT_EQ(*portfolio.unexplained(eure().id), 0);
    EXPECT_EQ(*portfolio.unexplained(btc().id), 0);
}

TEST_F(Books, WhatNobodyCanExplainIsShownAndAlertsWhenItLastsTwoCounts) {
    start();
    count(101, "0.01", "601", "0");
    EXPECT_EQ(*portfolio.unexplained(eure().id), signed_eur("1"));
    EXPECT_FALSE(portfolio.is_unexplained_lasting(eure().id));
    count(101, "0.01", "601", "0");  // The same block again.
    EXPECT_FALSE(portfolio.is_unexplained_lasting(eure().id));
    count(102, "0.01", "601", "0");
    EXPECT_TRUE(portfolio.is_unexplained_lasting(eure().id));
    EXPECT_EQ(portfolio.total(), (ProfitAndLoss{0, 0, 0}));

    ASSERT_TRUE(portfolio.flowed(eure().id, signed_eur("1"), 101));  // The explanation came late.
    EXPECT_FALSE(portfolio.is_unexplained_lasting(eure().id));
}

TEST_F(Books, AFillThatTheCountHasNotReachedExplainsNothingYet) {
    start();
    ASSERT_TRUE(portfolio.filled("btc-eure", -10'000, signed_eur("6.3"), 105));
    EXPECT_EQ(*portfolio.unexplained(btc().id), 0);
    EXPECT_EQ(*portfolio.total().trade, signed_eur("0.3"));  // It is settled all the same.
    count(104, "0.01", "600", "0");
    EXPECT_EQ(*portfolio.unexplained(btc().id), 0);
    count(105, "0.0099", "606.3", "0");
    EXPECT_EQ(*portfolio.unexplained(btc().id), 0);
    count(104, "0.01", "600", "0");  // Older: ignored.
    EXPECT_EQ(*portfolio.unexplained(btc().id), 0);
}

TEST_F(Books, AreKeptPairByPairAndAddUp) {
    start();
    ASSERT_TRUE(portfolio.filled("btc-eure", -10'000, signed_eur("6.3"), 101));
    ASSERT_TRUE(portfolio.filled("usdc-eure", 5'000'000, signed_eur("-4.4"), 102));
    EXPECT_EQ(*portfolio.of("usdc-eure").trade, signed_eur("0.1"));
    EXPECT_EQ(*portfolio.total().trade, signed_eur("0.4"));
    EXPECT_EQ(portfolio.books().pairs.at("usdc-eure").fills, 1U);
    EXPECT_FALSE(portfolio.filled("doge-eure", 1, 1, 103));
}

TEST_F(Books, AMissingPriceIsNoNumber) {
    Portfolio unpriced{{Pair{btc(), eure()}}};
    unpriced.counted(1, {{btc().id, Amount{1}}, {eure().id, Amount{1}}});
    unpriced.commanded();
    EXPECT_EQ(unpriced.total(), (ProfitAndLoss{0, 0, 0}));  // Nothing traded needs no price.
    ASSERT_TRUE(unpriced.filled("btc-eure", 1, 1, 2));
    EXPECT_EQ(unpriced.total(), ProfitAndLoss{});
    EXPECT_FALSE(unpriced.value());
}

TEST_F(Books, AnOverflowBooksNothing) {
    start();
    ASSERT_TRUE(portfolio.filled("btc-eure", 1, kI128Max, 101));
    const auto before = portfolio.books();
    EXPECT_FALSE(portfolio.filled("btc-eure", 1, 1, 101));
    EXPECT_EQ(portfolio.books(), before);
}

TEST_F(Books, AHalfBookedFillIsTakenBack) {
    start();
    count(101, "0.01", "600", "0");
    ASSERT_TRUE(portfolio.flowed(eure().id, 0, 101));
    ASSERT_TRUE(portfolio.filled("usdc-eure", 0, kI128Max, 101));
    const auto before = portfolio.books();
    EXPECT_FALSE(portfolio.filled("btc-eure", 1, 1, 101));  // The BTC side alone would fit.
    EXPECT_EQ(portfolio.books(), before);
}

TEST_F(Books, SurviveARestart) {
    start();
    ASSERT_TRUE(portfolio.filled("btc-eure", -10'000, signed_eur("6.3"), 105));
    const Portfolio again{{Pair{btc(), eure()}, Pair{usdc(), eure()}}, portfolio.books()};
    EXPECT_EQ(again.total(), portfolio.total());
    EXPECT_EQ(again.books(), portfolio.books());
}

class Expiry : public testing::Test {
  protected:
    Expiry() {
        quote = EndingQuote{kOpening, kOpening + 10min, btc().id, eure().id};
        books.block_time = kOpening + 1ms;
        books.lines = {{btc().id, 90, 100, -10, 0}, {eure().id, 57, 50, 5, 2}};
        nonce = NonceReading{kOpening + 1ms, false, true};
    }
    EndingQuote quote;
    BooksReading books;
    NonceReading nonce;
};

TEST_F(Expiry, IsProvenByBooksThatBalancePastTheDeadline) {
    EXPECT_EQ(prove_expired(quote, books), ExpiryProof::books_balance);
    books.block_time = kOpening;
    EXPECT_EQ(prove_expired(quote, books), ExpiryProof::none);
}

TEST_F(Expiry, IsNotProvenByBooksThatDoNotBalanceOrLackAToken) {
    auto other = books;
    other.lines[0].counted = 89;
    EXPECT_EQ(prove_expired(quote, other), ExpiryProof::none);
    other = books;
    other.lines[1].flows = 1;
    EXPECT_EQ(prove_expired(quote, other), ExpiryProof::none);
    other = books;
    other.lines.pop_back();
    EXPECT_EQ(prove_expired(quote, other), ExpiryProof::none);
    other = books;
    other.lines[0].baseline = kI128Max;
    other.lines[0].fills = 1;
    EXPECT_EQ(prove_expired(quote, other), ExpiryProof::none);
}

TEST_F(Expiry, IsProvenByAnUnusedNonceOnlyWhileTheContractWouldKnow) {
    EXPECT_EQ(prove_expired(quote, nonce), ExpiryProof::nonce_unused);
    nonce.block_time = kOpening;
    EXPECT_EQ(prove_expired(quote, nonce), ExpiryProof::none);
    nonce.block_time = quote.nonce_deadline;
    EXPECT_EQ(prove_expired(quote, nonce), ExpiryProof::nonce_unused);
    nonce.block_time += 1ns;
    EXPECT_EQ(prove_expired(quote, nonce), ExpiryProof::none);  // Forgotten by then.
}

TEST_F(Expiry, AUsedNonceOrALostSaltProvesNothing) {
    nonce.is_used = true;
    EXPECT_EQ(prove_expired(quote, nonce), ExpiryProof::none);
    nonce.is_used = false;
    nonce.is_salt_valid = false;
    EXPECT_EQ(prove_expired(quote, nonce), ExpiryProof::none);
}

}  // namespace
}  // namespace unrip::strategy
