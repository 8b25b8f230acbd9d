#include "core/amount.hpp"

#include "unit/core/any_number.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace unrip {
namespace {

TEST(Amount, ReadsAndWritesBaseUnits) {
    EXPECT_EQ(*Amount::parse("10000"), Amount{10'000});
    EXPECT_EQ(Amount{10'000}.to_string(), "10000");
    EXPECT_FALSE(Amount::parse("-1"));
    EXPECT_FALSE(Amount::parse("1.0"));
}

TEST(Amount, ReadsAndWritesWholeTokens) {
    EXPECT_EQ(*Amount::parse_tokens("5.955", 18), *Amount::parse("5955000000000000000"));
    EXPECT_EQ(Amount::parse("5955000000000000000")->to_tokens(18), "5.955");
    EXPECT_EQ(Amount{8'271}.to_tokens(8), "0.00008271");
    EXPECT_EQ(Amount{}.to_tokens(8), "0");
    EXPECT_EQ(Amount{42}.to_tokens(0), "42");
}

TEST(Amount, RefusesPlacesItWouldLose) {
    EXPECT_FALSE(Amount::parse_tokens("0.000000001", 8));
    EXPECT_EQ(*Amount::parse_tokens("0.1000000000000", 8), Amount{10'000'000});
    for (const auto* text : {"", ".", ".5", "5.", "1,5", "1e3", "-1", "1.2.3", "1. 5"}) {
        EXPECT_FALSE(Amount::parse_tokens(text, 8)) << text;
    }
}

TEST(Amount, AddsAndSubtractsWithoutWrapping) {
    EXPECT_EQ(*add(Amount{2}, Amount{3}), Amount{5});
    EXPECT_FALSE(add(Amount{kU128Max}, Amount{1}));
    EXPECT_FALSE(subtract(Amount{2}, Amount{3}));
    EXPECT_EQ(*mul_div(Amount{10}, 2, 3, Rounding::up), Amount{7});
}

RC_GTEST_PROP(Amount, SurvivesBothTextForms, ()) {
    const Amount amount{any_u128()};
    const auto decimals = static_cast<unsigned>(*rc::gen::inRange(0, 39));
    RC_ASSERT(*Amount::parse(amount.to_string()) == amount);
    RC_ASSERT(*Amount::parse_tokens(amount.to_tokens(decimals), decimals) == amount);
}

}  // namespace
}  // namespace unrip
