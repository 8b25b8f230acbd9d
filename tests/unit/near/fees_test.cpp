#include "near/fees.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace unrip::near {
namespace {

Pips pips(std::uint64_t count) {
    return *Pips::from_count(count);
}

Pips any_fee() {
    return pips(*rc::gen::inRange<std::uint64_t>(0, Pips::kMax));  // less than all of it
}

Amount any_amount() {
    const auto high = *rc::gen::arbitrary<std::uint32_t>();
    return Amount{(u128{high} << 64U) | *rc::gen::arbitrary<std::uint64_t>()};
}

RC_GTEST_PROP(Fees, GrossIsTheSmallestThatLeavesTheNet, ()) {
    const auto fee = any_fee();
    const auto net = any_amount();
    const auto gross = gross_up(net, fee);
    RC_ASSERT(gross.has_value());
    RC_ASSERT(net_of(*gross, fee) == net);
    if (!gross->is_zero()) RC_ASSERT(net_of(Amount{gross->atoms() - 1}, fee) < net);
}

RC_GTEST_PROP(Fees, AClosureLeavesNothingOver, ()) {
    const auto fee = any_fee();
    const auto size = static_cast<i128>(any_amount().atoms() >> 1U);
    const i128 delta = *rc::gen::arbitrary<bool>() ? size : -size;
    const auto closure = closure_delta(TokenStandard::nep141, delta, fee);
    if (!closure) return;  // Beyond 127 bits.
    const auto balance =
        balance_batch({{{"nep141:a.near", delta}}, {{"nep141:a.near", *closure}}}, fee);
    RC_ASSERT(balance.has_value());
    RC_ASSERT(balance->is_balanced());
}

TEST(Fees, AreAtMostAll) {
    EXPECT_TRUE(Pips::from_count(1'000'000));
    EXPECT_FALSE(Pips::from_count(1'000'001));
    EXPECT_FALSE(gross_up(Amount{1}, pips(1'000'000)));
    EXPECT_TRUE(gross_up(Amount{0}, pips(1'000'000)));
}

TEST(Fees, AreNotTakenOnSingleItems) {
    EXPECT_EQ(fee_for(TokenStandard::nep171, 1000, pips(100)), pips(0));
    EXPECT_EQ(fee_for(TokenStandard::nep245, 1, pips(100)), pips(0));
    EXPECT_EQ(fee_for(TokenStandard::imt, 1, pips(100)), pips(0));
    EXPECT_EQ(fee_for(TokenStandard::nep245, 2, pips(100)), pips(100));
    EXPECT_EQ(fee_for(TokenStandard::nep141, 1, pips(100)), pips(100));

    EXPECT_TRUE(*closure_delta(TokenStandard::nep171, -1, pips(100)) == 1);
    EXPECT_TRUE(*closure_delta(TokenStandard::nep245, 1, pips(100)) == -1);
    EXPECT_TRUE(*closure_delta(TokenStandard::nep245, -2, pips(100)) == 1);
}

TEST(Fees, ClosureOfTheLowestNumberDoesNotExist) {
    EXPECT_FALSE(closure_delta(TokenStandard::nep141, kI128Min, pips(0)));
    EXPECT_TRUE(closure_delta(TokenStandard::nep141, kI128Min, pips(1)));
    EXPECT_FALSE(closure_delta(TokenStandard::nep141, kI128Max, pips(1)));
}

TEST(Fees, BatchRefusesWhatItCanNotAddUp) {
    EXPECT_FALSE(balance_batch({{{"wrap.near", 1}}}, pips(1)));
    const Deltas largest{{"nep141:a.near", kI128Max}};
    EXPECT_FALSE(balance_batch({largest, largest}, pips(1)));
}

TEST(Fees, ALoneQuoteLeavesItsOwnDiffOver) {
    const auto balance =
        balance_batch({{{"nep141:in.near", 100}, {"nep141:out.near", -200}}}, pips(1));
    ASSERT_TRUE(balance);
    EXPECT_TRUE(balance->unmatched.at("nep141:in.near") == 100);
    EXPECT_TRUE(balance->unmatched.at("nep141:out.near") == -199);
}

}  // namespace
}  // namespace unrip::near
