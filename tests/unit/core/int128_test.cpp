#include "core/int128.hpp"

#include "unit/core/any_number.hpp"

#include <boost/multiprecision/cpp_int.hpp>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace unrip {
namespace {

using boost::multiprecision::cpp_int;

TEST(Int128, PrintsItsExtremes) {
    EXPECT_EQ(to_text(u128{0}), "0");
    EXPECT_EQ(to_text(kU128Max), "340282366920938463463374607431768211455");
    EXPECT_EQ(to_text(kI128Min), "-170141183460469231731687303715884105728");
    EXPECT_EQ(to_text(kI128Max), "170141183460469231731687303715884105727");
}

TEST(Int128, ReadsItsExtremesAndNothingBeyond) {
    EXPECT_EQ(*parse_u128("340282366920938463463374607431768211455"), kU128Max);
    EXPECT_EQ(
        parse_u128("340282366920938463463374607431768211456").error().kind, Error::Kind::overflow
    );
    EXPECT_EQ(*parse_i128("-170141183460469231731687303715884105728"), kI128Min);
    EXPECT_EQ(*parse_i128("+170141183460469231731687303715884105727"), kI128Max);
    EXPECT_FALSE(parse_i128("170141183460469231731687303715884105728"));
    EXPECT_FALSE(parse_i128("-170141183460469231731687303715884105729"));
}

TEST(Int128, AllowsLeadingZeros) {
    EXPECT_EQ(
        *parse_u128("000000000000000000000000000000000000000000000000000000000000000042"), u128{42}
    );
    EXPECT_EQ(*parse_i128("-0"), i128{0});
}

TEST(Int128, RefusesWhatIsNotAWholeNumber) {
    for (const auto* text :
         {"", " 1", "1 ", "1.0", "1e3", "0x10", "٣", "+", "-", "--1", "+-1", "1_000"}) {
        EXPECT_FALSE(parse_i128(text)) << text;
        EXPECT_FALSE(parse_u128(text)) << text;
    }
    EXPECT_FALSE(parse_u128("-1"));
    EXPECT_FALSE(parse_u128("+1"));
}

RC_GTEST_PROP(Int128, SurvivesItsTextForm, ()) {
    const u128 value = any_u128();
    RC_ASSERT(*parse_u128(to_text(value)) == value);
    const auto signed_value = static_cast<i128>(value);
    RC_ASSERT(*parse_i128(to_text(signed_value)) == signed_value);
}

RC_GTEST_PROP(Int128, NeverOverflowsUnseen, ()) {
    const u128 left = any_u128();
    const u128 right = any_u128();
    const cpp_int most{kU128Max};

    const auto agrees = [&](const Result<u128>& ours, const cpp_int& exact) {
        return exact >= 0 && exact <= most ? ours && cpp_int{*ours} == exact
                                           : !ours && ours.error().kind == Error::Kind::overflow;
    };
    RC_ASSERT(agrees(add(left, right), cpp_int{left} + right));
    RC_ASSERT(agrees(subtract(left, right), cpp_int{left} - right));
    RC_ASSERT(agrees(multiply(left, right), cpp_int{left} * right));
}

RC_GTEST_PROP(Int128, NeverOverflowsUnseenWithASign, ()) {
    const auto left = static_cast<i128>(any_u128());
    const auto right = static_cast<i128>(any_u128());

    const auto agrees = [&](const Result<i128>& ours, const cpp_int& exact) {
        const bool fits = exact >= cpp_int{kI128Min} && exact <= cpp_int{kI128Max};
        return fits ? ours && cpp_int{*ours} == exact : !ours;
    };
    RC_ASSERT(agrees(add(left, right), cpp_int{left} + right));
    RC_ASSERT(agrees(subtract(left, right), cpp_int{left} - right));
}

RC_GTEST_PROP(MulDiv, AgreesWithAWideReference, ()) {
    const u128 value = any_u128();
    const u128 numerator = any_u128();
    const u128 denominator = any_u128();
    const bool up = *rc::gen::arbitrary<bool>();

    const auto ours = mul_div(value, numerator, denominator, up ? Rounding::up : Rounding::down);
    if (denominator == 0) {
        RC_ASSERT(!ours);
        return;
    }
    const cpp_int product = cpp_int{value} * numerator;
    cpp_int exact = product / denominator;
    if (up && exact * denominator != product) ++exact;
    const bool fits = exact <= cpp_int{kU128Max};
    RC_ASSERT(ours.has_value() == fits);
    RC_ASSERT((!fits || cpp_int{*ours} == exact));
}

TEST(MulDiv, KeepsTheWholeProductBeforeItDivides) {
    EXPECT_EQ(*mul_div(kU128Max, kU128Max, kU128Max, Rounding::down), kU128Max);
    EXPECT_FALSE(mul_div(kU128Max, 2, 1, Rounding::down));
    EXPECT_EQ(*mul_div(10, 1, 3, Rounding::down), u128{3});
    EXPECT_EQ(*mul_div(10, 1, 3, Rounding::up), u128{4});
    EXPECT_EQ(*mul_div(9, 1, 3, Rounding::up), u128{3});
}

TEST(PowerOfTenDeathTest, IsKnownUpToWhat128BitsHold) {
    EXPECT_EQ(power_of_ten(0), u128{1});
    EXPECT_EQ(to_text(power_of_ten(38)), "1" + std::string(38, '0'));
    EXPECT_DEATH((void)power_of_ten(39), "beyond 128 bits");
}

}  // namespace
}  // namespace unrip
