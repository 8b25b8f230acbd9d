#include "strategy/pricing.hpp"

#include "strategy/notional.hpp"
#include "strategy/signed_value.hpp"
#include "unit/core/any_number.hpp"
#include "unit/strategy/trading_day.hpp"

#include <boost/multiprecision/cpp_int.hpp>
#include <rapidcheck/gtest.h>

namespace unrip::strategy {
namespace {

using boost::multiprecision::cpp_int;

const Pair& btc_eure() {
    static const Pair pair{btc(), eure()};
    return pair;
}

/// With exact arithmetic: what we give is worth at most what we get, at our own price.
RC_GTEST_PROP(Pricing, RoundingNeverFavoursTheOtherSide, ()) {
    const auto side = *rc::gen::element(Side::user_sells_base, Side::user_buys_base);
    const bool is_exact_in = *rc::gen::arbitrary<bool>();
    const auto mid = Price::from_raw(1 + (any_u128() >> 48));
    const auto half_spread = Ratio::millionths(*rc::gen::inRange(1, 500'000));
    const auto quoted = quoted_price(mid, half_spread, side);
    RC_PRE((quoted && !quoted->is_zero()));
    const Amount fixed{1 + (any_u128() >> 48)};
    const auto both = amounts(fixed, is_exact_in, *quoted, side, btc_eure());
    RC_PRE(both.has_value());
    RC_ASSERT((is_exact_in ? both->in : both->out) == fixed);

    const bool sells = side == Side::user_sells_base;
    const cpp_int base{(sells ? both->in : both->out).atoms()};
    const cpp_int quote{(sells ? both->out : both->in).atoms()};
    // Both in units of 10^-26 EURe: the price has 18 places, the base token 8, the quote token 18.
    const cpp_int base_worth = base * cpp_int{quoted->raw()};
    const cpp_int quote_worth = quote * cpp_int{100'000'000};
    RC_ASSERT((sells ? quote_worth <= base_worth : quote_worth >= base_worth));

    // And the price itself stands on our side of the reference.
    const cpp_int exact = cpp_int{mid.raw()} * (sells ? Ratio::kOne - half_spread.millionths()
                                                      : Ratio::kOne + half_spread.millionths());
    const cpp_int ours = cpp_int{quoted->raw()} * Ratio::kOne;
    RC_ASSERT((sells ? ours <= exact : ours >= exact));
}

TEST(Notional, IsTheFixedAmountAtMid) {
    EXPECT_EQ(notional(Amount{10'000}, true, price("60000"), btc_eure())->to_tokens(18), "6");
    EXPECT_EQ(notional(tokens("5", eure()), false, price("60000"), btc_eure())->to_tokens(18), "5");
    EXPECT_TRUE(is_base_fixed(Side::user_sells_base, true));
    EXPECT_FALSE(is_base_fixed(Side::user_sells_base, false));
    EXPECT_FALSE(is_base_fixed(Side::user_buys_base, true));
    EXPECT_TRUE(is_base_fixed(Side::user_buys_base, false));
    EXPECT_FALSE(notional(Amount{kU128Max}, true, price("60000"), btc_eure()));
}

TEST(SignedValue, RoundsAgainstUs) {
    const Decimals decimals{8, 2};
    EXPECT_EQ(*value_of(1, price("60000"), decimals), 0);  // 0.0006 EUR
    EXPECT_EQ(*value_of(-1, price("60000"), decimals), -1);
    EXPECT_EQ(*value_of(0, price("60000"), decimals), 0);
    EXPECT_EQ(*value_of(100'000'000, price("60000"), decimals), 6'000'000);
    EXPECT_EQ(*value_of(-100'000'000, price("60000"), decimals), -6'000'000);
    EXPECT_FALSE(value_of(kI128Min, price("60000"), Decimals{0, 2}));
    EXPECT_FALSE(as_delta(Amount{static_cast<u128>(kI128Max) + 1}));
}

}  // namespace
}  // namespace unrip::strategy
