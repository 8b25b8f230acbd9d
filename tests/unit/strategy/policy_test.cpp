#include "strategy/policy.hpp"

#include "unit/strategy/trading_day.hpp"

#include <gmock/gmock.h>

namespace unrip::strategy {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(Policy, ASoundOneHasNoMistakes) {
    EXPECT_THAT(validate(sound_policy()), IsEmpty());
}

TEST(Policy, SaysEveryMistakeAndWhereItIs) {
    auto policy = sound_policy();
    policy.timing.nonce_margin = 59'999ms;
    policy.pairs[0].spread.half_spread = Ratio{};
    policy.pairs[0].slots.batch_size = 11;
    policy.pairs[1].limits.notional_max = Amount{};
    const auto mistakes = validate(policy);
    EXPECT_THAT(mistakes, Contains(HasSubstr("timing: nonce_margin must be at least 60 s")));
    EXPECT_THAT(mistakes, Contains(HasSubstr("btc-eure: half_spread must be above zero")));
    EXPECT_THAT(mistakes, Contains(HasSubstr("btc-eure: batch_size")));
    EXPECT_THAT(mistakes, Contains(HasSubstr("usdc-eure: notional_max must be above zero")));
    EXPECT_EQ(mistakes.size(), 4U);
}

TEST(Policy, RefusesANonceThatCouldNotOutliveItsQuote) {
    auto policy = sound_policy();
    policy.pairs[0].slots.nonce_lifetime = 190s;  // 120 + 10 + 60
    EXPECT_THAT(validate(policy), Contains(HasSubstr("nonce_lifetime is too short")));
    policy.pairs[0].slots.nonce_lifetime = 191s;
    EXPECT_THAT(validate(policy), IsEmpty());
}

TEST(Policy, RefusesAPairThatStandsTwiceOrIsCountedInAnotherToken) {
    auto policy = sound_policy();
    policy.pairs.push_back(policy.pairs.front());
    EXPECT_THAT(validate(policy), Contains("btc-eure: the pair stands twice in the policy"));
    policy.pairs.pop_back();
    std::swap(policy.pairs[0].pair.base, policy.pairs[0].pair.quote);
    EXPECT_THAT(validate(policy), Contains(HasSubstr("not the accounting token")));
    policy.pairs.clear();
    EXPECT_THAT(validate(policy), Contains("policy: there is no pair"));
}

TEST(Policy, RefusesLanesInReserveAndSlotsThatGiveNothing) {
    auto policy = sound_policy();
    policy.pairs[0].slots.lane_open_quotes_max = 2;
    EXPECT_THAT(validate(policy), Contains(HasSubstr("lane_open_quotes_max")));
    policy.pairs[0].slots.mode = SlotMode::lanes;
    EXPECT_THAT(validate(policy), IsEmpty());
    policy.pairs[0].slots.base_cap = Amount{};
    EXPECT_THAT(validate(policy), IsEmpty());  // One side only.
    policy.pairs[0].slots.quote_cap = Amount{};
    EXPECT_THAT(validate(policy), Contains(HasSubstr("base_cap")));
}

TEST(Policy, ChecksLimitsByThemselves) {
    auto limits = sound_policy().pairs[0].limits;
    EXPECT_THAT(validate(limits, "btc-eure"), IsEmpty());
    limits.notional_min = tokens("6", eure());
    limits.quotes_per_second = 0;
    limits.deadline_max = 0ms;
    EXPECT_EQ(validate(limits, "btc-eure").size(), 3U);
}

}  // namespace
}  // namespace unrip::strategy
