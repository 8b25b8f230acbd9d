#include "strategy/executor_limits.hpp"

#include "strategy/command_check.hpp"
#include "unit/strategy/trading_day.hpp"

namespace unrip::strategy {
namespace {

Amount eur(std::string_view text) {
    return tokens(text, eure());
}

class Rolling : public testing::Test {
  protected:
    static RollingLimits rules() {
        return {eur("100"), eur("500"), eur("50"), eur("200"), eur("2"), eur("5"), 3};
    }
    std::optional<ExecutorRefusal> refuses(std::string_view amount, Milliseconds later = 0ms) {
        return limits.refuses(eur(amount), kOpening + later);
    }
    void lose(std::string_view amount, Milliseconds later = 0ms) {
        limits.on_settled(eur("1"), -static_cast<i128>(eur(amount).atoms()), kOpening + later);
    }
    ExecutorLimits limits{rules()};
};

TEST_F(Rolling, SignedNotionalIsLimitedPerHour) {
    limits.on_signed(eur("95"), kOpening);
    EXPECT_FALSE(refuses("5"));
    EXPECT_EQ(refuses("5.01"), ExecutorRefusal::signed_notional_limit);
    EXPECT_EQ(refuses("6", 59min), ExecutorRefusal::signed_notional_limit);
    EXPECT_FALSE(refuses("6", 62min));
}

TEST_F(Rolling, AndPerDay) {
    for (int hour = 0; hour < 5; ++hour)
        limits.on_signed(eur("100"), kOpening + hour * 2h);
    EXPECT_EQ(refuses("1", 12h), ExecutorRefusal::signed_notional_limit);
    EXPECT_FALSE(refuses("1", 25h));
}

TEST_F(Rolling, SettledNotionalIsLimited) {
    limits.on_settled(eur("50"), 0, kOpening);
    EXPECT_EQ(refuses("1"), ExecutorRefusal::settled_notional_limit);
    EXPECT_FALSE(refuses("1", 62min));
}

TEST_F(Rolling, LossesAddUpAndGainsDoNotForgiveThem) {
    lose("1.5");
    EXPECT_FALSE(refuses("1"));
    limits.on_settled(eur("1"), static_cast<i128>(eur("10").atoms()), kOpening);
    lose("0.5");
    EXPECT_EQ(refuses("1"), ExecutorRefusal::realised_loss_limit);
    EXPECT_FALSE(refuses("1", 62min));
    lose("3", 2h);
    EXPECT_EQ(refuses("1", 10h), ExecutorRefusal::realised_loss_limit);  // Five in a day.
}

TEST_F(Rolling, FailuresInARowStopIt) {
    limits.on_failed();
    limits.on_failed();
    EXPECT_FALSE(refuses("1"));
    limits.on_settled(eur("1"), 0, kOpening);
    limits.on_failed();
    limits.on_failed();
    EXPECT_FALSE(refuses("1"));
    limits.on_failed();
    EXPECT_EQ(refuses("1"), ExecutorRefusal::failed_settlements_limit);
}

TEST_F(Rolling, SurvivesARestart) {
    limits.on_signed(eur("95"), kOpening);
    lose("1.5");
    limits.on_failed();
    ExecutorLimits next{rules(), limits.state()};
    EXPECT_EQ(next.state(), limits.state());
    EXPECT_EQ(next.refuses(eur("6"), kOpening + 1min), ExecutorRefusal::signed_notional_limit);
    next.on_failed();
    next.on_failed();
    EXPECT_EQ(next.refuses(eur("1"), kOpening), ExecutorRefusal::failed_settlements_limit);
}

TEST_F(Rolling, ForgetsNothingBecauseTheClockWasAheadForAMoment) {
    limits.on_settled(eur("45"), 0, kOpening);
    lose("1.5");
    limits.on_settled(eur("1"), 0, kOpening + 48h);
    EXPECT_EQ(refuses("6", 1min), ExecutorRefusal::settled_notional_limit);
    lose("0.5", 2min);
    EXPECT_EQ(refuses("0.1", 2min), ExecutorRefusal::realised_loss_limit);
}

TEST_F(Rolling, KeepsNoMoreStepsThanItNeeds) {
    RollingSum sum{1h};
    for (int minute = 0; minute < 10'000; ++minute)
        sum.add(Amount{1}, kOpening + minute * 1min);
    EXPECT_LE(sum.steps().size(), 61U);
    EXPECT_GE(sum.sum(kOpening + 9'999min), Amount{60});
}

TEST(RealisedPnl, IsWhatMovedAtTheReference) {
    const Pair pair{btc(), eure()};
    const auto given = -static_cast<i128>(eur("5.955").atoms());
    EXPECT_EQ(
        *realised_pnl(10'000, given, price("60000"), pair), static_cast<i128>(eur("0.045").atoms())
    );
    EXPECT_EQ(
        *realised_pnl(10'000, given, price("59000"), pair), -static_cast<i128>(eur("0.055").atoms())
    );
}

/// A command that is right in everything: each test breaks one thing.
class CommandCheck : public testing::Test {
  protected:
    CommandCheck() {
        limits.pairs = {Pair{btc(), eure()}, Pair{usdc(), eure()}};
        limits.notional_max = eur("5");
        limits.loss_max = Ratio{};
        limits.gain_max = Ratio::bps(200);
        limits.lifetime_min = 30s;
        limits.lifetime_max = 200s;
        quote.asset_in = btc().id;
        quote.amount_in = Amount{8'397};
        quote.asset_out = eure().id;
        quote.amount_out = eur("5");
        quote.is_exact_in = false;
        quote.deadline = kOpening + 70s;
        quote.expires_at = kOpening + 1s;
        quote.nonce_deadline = kOpening + 10min;
        quote.slot_cap = eur("6");
    }
    std::optional<ExecutorRefusal> refusal(std::string_view mid = "60000", Instant at = kOpening) {
        return check_command(quote, limits, price(mid), at).refusal;
    }
    CommandLimits limits;
    ProposedQuote quote;
};

TEST_F(CommandCheck, LetsASoundOnePassAndValuesItAsTheStrategyDoes) {
    const auto checked = check_command(quote, limits, price("60000"), kOpening);
    EXPECT_FALSE(checked.refusal);
    EXPECT_EQ(checked.notional, eur("5"));
    EXPECT_EQ(checked.pair, 0U);
}

TEST_F(CommandCheck, KnowsNoOtherTokens) {
    quote.asset_in = usdc().id;
    EXPECT_EQ(pair_of(limits, quote.asset_in, quote.asset_out), std::optional<std::size_t>{1});
    quote.asset_out = btc().id;
    EXPECT_EQ(refusal(), ExecutorRefusal::unsupported_asset);
}

TEST_F(CommandCheck, RefusesNothingForSomething) {
    quote.amount_in = Amount{};
    EXPECT_EQ(refusal(), ExecutorRefusal::malformed_command);
}

TEST_F(CommandCheck, RefusesWhatCameTooLate) {
    EXPECT_FALSE(refusal("60000", quote.expires_at));
    EXPECT_EQ(refusal("60000", quote.expires_at + 1ns), ExecutorRefusal::command_expired);
}

TEST_F(CommandCheck, KeepsTheDeadlineWithinItsBounds) {
    quote.deadline = kOpening + 29s;
    EXPECT_EQ(refusal(), ExecutorRefusal::deadline_too_soon);
    quote.deadline = kOpening + 201s;
    EXPECT_EQ(refusal(), ExecutorRefusal::deadline_too_late);
    quote.deadline = kOpening + 70s;
    quote.nonce_deadline = kOpening + 130s;
    EXPECT_FALSE(refusal());
    quote.nonce_deadline -= 1ms;
    EXPECT_EQ(refusal(), ExecutorRefusal::deadline_too_late);
}

TEST_F(CommandCheck, KeepsWithinTheSlot) {
    quote.slot_cap = eur("4.999");
    EXPECT_EQ(refusal(), ExecutorRefusal::over_slot_cap);
}

TEST_F(CommandCheck, HasANotionalLimitOfItsOwn) {
    limits.notional_max = eur("4.999");
    EXPECT_EQ(refusal(), ExecutorRefusal::over_notional_limit);
}

TEST_F(CommandCheck, HasAPriceBandOfItsOwn) {
    EXPECT_EQ(refusal("59000"), ExecutorRefusal::price_out_of_band);  // We would pay too much.
    EXPECT_EQ(refusal("61000"), ExecutorRefusal::price_out_of_band);  // Too good to be true.
    EXPECT_FALSE(refusal("59560"));
    limits.loss_max = Ratio::bps(100);
    EXPECT_FALSE(refusal("59000"));
    limits.loss_max = Ratio::bps(-80);
    EXPECT_EQ(refusal("60000"), ExecutorRefusal::price_out_of_band);  // An edge is asked for.
}

TEST(ExecutorRefusal, HasTheTextsOfTheWire) {
    EXPECT_EQ(to_text(ExecutorRefusal::malformed_command), "malformed_command");
    EXPECT_EQ(to_text(ExecutorRefusal::failed_settlements_limit), "failed_settlements_limit");
}

}  // namespace
}  // namespace unrip::strategy
