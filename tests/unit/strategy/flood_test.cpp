#include "strategy/decline_sampling.hpp"
#include "strategy/rate_limit.hpp"
#include "unit/strategy/trading_day.hpp"

namespace unrip::strategy {
namespace {

TEST(DeclineSampling, RecordsAllUntilAFloodAndThenOneInSoManyWithExactSums) {
    DeclineSampling sampling{SamplingPolicy{10, 100}, 1};
    std::uint64_t recorded = 0;
    std::uint64_t sum = 0;
    for (int i = 0; i < 1'010; ++i) {
        const auto verdict = sampling.next(0, DeclineReason::no_slot, kOpening);
        if (!verdict.is_recorded) continue;
        ++recorded;
        sum += verdict.stands_for;
    }
    EXPECT_EQ(recorded, 20U);
    EXPECT_EQ(sum, 1'010U);
    EXPECT_EQ(sampling.count(0, DeclineReason::no_slot), 1'010U);
    EXPECT_TRUE(sampling.next(0, DeclineReason::no_slot, kOpening + 1s).is_recorded);
}

TEST(DeclineSampling, NeverLeavesOutWhatWouldHaveBeenAQuote) {
    DeclineSampling sampling{SamplingPolicy{1, 1'000}, 1};
    for (int i = 0; i < 100; ++i) {
        const auto verdict = sampling.next(0, DeclineReason::disarmed, kOpening);
        EXPECT_TRUE(verdict.is_recorded);
        EXPECT_EQ(verdict.stands_for, 1U);
    }
}

TEST(DeclineSampling, CountsEachPairAndReasonByItself) {
    DeclineSampling sampling{SamplingPolicy{1, 1'000}, 2};
    EXPECT_TRUE(sampling.next(0, DeclineReason::no_slot, kOpening).is_recorded);
    EXPECT_FALSE(sampling.next(0, DeclineReason::no_slot, kOpening).is_recorded);
    EXPECT_TRUE(sampling.next(1, DeclineReason::no_slot, kOpening).is_recorded);
    EXPECT_TRUE(sampling.next(0, DeclineReason::stale_price, kOpening).is_recorded);
}

TEST(RateLimit, LetsABurstThroughAndThenOneAtATime) {
    RateLimit rate{10, 3};
    for (int i = 0; i < 3; ++i) {
        EXPECT_TRUE(rate.allows(kOpening));
        rate.take(kOpening);
    }
    EXPECT_FALSE(rate.allows(kOpening));
    EXPECT_FALSE(rate.allows(kOpening + 99ms));
    EXPECT_TRUE(rate.allows(kOpening + 100ms));
    rate.take(kOpening + 100ms);
    EXPECT_FALSE(rate.allows(kOpening + 100ms));
}

TEST(RateLimit, SavesNoMoreThanItsBurst) {
    RateLimit rate{10, 3};
    const Instant later = kOpening + 1h;
    for (int i = 0; i < 3; ++i)
        rate.take(later);
    EXPECT_FALSE(rate.allows(later));
}

TEST(RateLimit, AClockThatGoesBackBringsNothing) {
    RateLimit rate{10, 1};
    rate.take(kOpening);
    EXPECT_FALSE(rate.allows(kOpening - 1h));
    rate.change(10, 1);
    EXPECT_FALSE(rate.allows(kOpening));  // No free burst by changing limits.
}

class Flood : public TradingDay {};

TEST_F(Flood, SweepsAsideNoApproval) {
    std::size_t recorded = 0;
    for (int i = 0; i < 1'000; ++i) {
        tell(sells("1"));
        recorded += last<Declined>()->is_recorded ? 1U : 0U;
    }
    EXPECT_EQ(recorded, 200U + 8U);
    EXPECT_EQ(engine.declines(0, DeclineReason::over_notional_limit), 1'000U);
    EXPECT_EQ(approved(wants("5")).stamp().engine_seq, 1'001U);
}

}  // namespace
}  // namespace unrip::strategy
