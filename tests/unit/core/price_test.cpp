#include "core/price.hpp"

#include "unit/core/any_number.hpp"

#include <boost/multiprecision/cpp_int.hpp>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace unrip {
namespace {

constexpr Decimals kBtcEure{8, 18};

Price price(std::string_view text) {
    return *Price::parse(text);
}

TEST(Price, ReadsAndWritesDecimals) {
    EXPECT_EQ(price("60012.40").to_string(), "60012.4");
    EXPECT_EQ(price("0.000000000000000001").raw(), u128{1});
    EXPECT_FALSE(Price::parse("0.0000000000000000001"));
    EXPECT_FALSE(Price::parse("6e4"));
    EXPECT_FALSE(Price::parse("-1"));
}

TEST(Price, ShiftsByASpread) {
    EXPECT_EQ(shifted(price("60000"), Ratio::bps(-75), Rounding::down)->to_string(), "59550");
    EXPECT_EQ(shifted(price("60000"), Ratio::bps(75), Rounding::up)->to_string(), "60450");
    EXPECT_FALSE(shifted(price("60000"), Ratio::millionths(-1'000'001), Rounding::down));
}

// The numbers that every process agrees on: reference 60000 EURe per BTC, half spread 75 bps.
TEST(Price, TurnsTheGoldenAmounts) {
    const auto bid = *shifted(price("60000"), Ratio::bps(-75), Rounding::down);
    const auto ask = *shifted(price("60000"), Ratio::bps(75), Rounding::up);
    const auto five_eure = *Amount::parse_tokens("5", 18);

    EXPECT_EQ(
        base_to_quote(Amount{10'000}, bid, kBtcEure, Rounding::down)->to_string(),
        "5955000000000000000"
    );
    EXPECT_EQ(*quote_to_base(five_eure, bid, kBtcEure, Rounding::up), Amount{8'397});
    EXPECT_EQ(*quote_to_base(five_eure, ask, kBtcEure, Rounding::down), Amount{8'271});
    EXPECT_EQ(
        base_to_quote(Amount{10'000}, ask, kBtcEure, Rounding::up)->to_string(),
        "6045000000000000000"
    );
}

TEST(Price, CrossesTwoPrices) {
    EXPECT_EQ(divide(price("66000"), price("1.1"), Rounding::down)->to_string(), "60000");
    EXPECT_EQ(multiply(price("60000"), price("1.1"), Rounding::down)->to_string(), "66000");
    EXPECT_FALSE(divide(price("1"), price("0"), Rounding::down));
}

TEST(Price, KnowsItsMiddleAndItsDistance) {
    EXPECT_EQ(middle(price("59550"), price("60450")), price("60000"));
    EXPECT_EQ(middle(Price::from_raw(kU128Max), Price::from_raw(kU128Max)).raw(), kU128Max);
    EXPECT_EQ(*distance(price("60060"), price("60000")), Ratio::bps(10));
    EXPECT_EQ(*distance(price("59940"), price("60000")), Ratio::bps(10));
    EXPECT_FALSE(distance(price("1"), price("0")));
}

TEST(Price, RefusesAnAmountThatNeedsMoreThan128Bits) {
    EXPECT_FALSE(base_to_quote(Amount{kU128Max}, price("60000"), kBtcEure, Rounding::down));
    EXPECT_FALSE(quote_to_base(Amount{1}, price("0"), kBtcEure, Rounding::down));
}

RC_GTEST_PROP(Price, SurvivesItsTextForm, ()) {
    const auto any = Price::from_raw(any_u128());
    RC_ASSERT(*Price::parse(any.to_string()) == any);
}

RC_GTEST_PROP(Price, ConvertsLikeAWideReference, ()) {
    using boost::multiprecision::cpp_int;
    const u128 amount = any_u128();
    const u128 raw = any_u128();
    const Decimals decimals{*rc::gen::inRange(0U, 25U), *rc::gen::inRange(0U, 25U)};
    const bool up = *rc::gen::arbitrary<bool>();
    const auto rounding = up ? Rounding::up : Rounding::down;

    const auto agrees =
        [&](const Result<Amount>& ours, const cpp_int& numerator, const cpp_int& denominator) {
            if (denominator == 0) return !ours;
            cpp_int exact = numerator / denominator;
            if (up && exact * denominator != numerator) ++exact;
            return exact <= cpp_int{kU128Max} ? ours && cpp_int{ours->atoms()} == exact : !ours;
        };
    const cpp_int one_base = cpp_int{power_of_ten(decimals.base)} * power_of_ten(Price::kPlaces);
    const cpp_int one_quote{power_of_ten(decimals.quote)};
    const auto any = Price::from_raw(raw);
    RC_ASSERT(agrees(
        base_to_quote(Amount{amount}, any, decimals, rounding),
        cpp_int{amount} * raw * one_quote,
        one_base
    ));
    RC_ASSERT(agrees(
        quote_to_base(Amount{amount}, any, decimals, rounding),
        amount * one_base,
        cpp_int{raw} * one_quote
    ));
}

// Whoever comes with an amount and takes what we give can't come back with it and have gained.
RC_GTEST_PROP(Price, RoundingNeverFavoursTheOtherSide, ()) {
    const auto any = Price::from_raw(any_u128() >> 40);
    const Amount given{any_u128() >> 40};
    RC_PRE(!any.is_zero());

    const auto received = base_to_quote(given, any, kBtcEure, Rounding::down);
    RC_PRE(received.has_value());
    const auto asked_back = quote_to_base(*received, any, kBtcEure, Rounding::down);
    RC_ASSERT((asked_back && *asked_back <= given));

    const auto asked = base_to_quote(given, any, kBtcEure, Rounding::up);
    RC_ASSERT((asked && *asked >= *received));
}

}  // namespace
}  // namespace unrip
