#include "venue/json/exact_number.hpp"

#include <gtest/gtest.h>

namespace unrip::venue {
namespace {

JsonValue number(std::string text) {
    return JsonValue{JsonValue::Number{std::move(text)}};
}

std::string amount_text(const JsonValue& value) {
    const auto amount = exact_amount(value);
    return amount ? amount->to_string() : "refused";
}

std::string price_text(const JsonValue& value) {
    const auto price = exact_price(value);
    return price ? price->to_string() : "refused";
}

TEST(ExactAmount, IsExactBeyondWhatADoubleHolds) {
    EXPECT_EQ(amount_text(number("9007199254740993")), "9007199254740993");
    EXPECT_EQ(amount_text(number("5000000000000000001")), "5000000000000000001");
    EXPECT_EQ(amount_text(number("81234567890123456789012")), "81234567890123456789012");
    EXPECT_EQ(
        amount_text(number("340282366920938463463374607431768211455")),
        "340282366920938463463374607431768211455"
    );
}

TEST(ExactAmount, ReadsTheExponentsOfLargeNumbers) {
    EXPECT_EQ(amount_text(number("1e+21")), "1000000000000000000000");
    EXPECT_EQ(amount_text(number("1.5e21")), "1500000000000000000000");
    EXPECT_EQ(amount_text(number("8.1234567890123456e+22")), "81234567890123456000000");
    EXPECT_EQ(amount_text(number("1500E-2")), "15");
    EXPECT_EQ(amount_text(number("5.0")), "5");
}

TEST(ExactAmount, ReadsTexts) {
    EXPECT_EQ(amount_text(JsonValue{std::string{"5000000000000000000"}}), "5000000000000000000");
}

TEST(ExactAmount, RefusesWhatIsNoWholeAmount) {
    for (const auto* text :
         {"-1",
          "5.5",
          "1e-1",
          "",
          "0x10",
          "1e",
          "e5",
          "1e+",
          "1e99999",
          "1e2147483648",
          ".5",
          "5.",
          "1.2.3",
          "+1",
          " 1",
          "340282366920938463463374607431768211456"}) {
        EXPECT_EQ(amount_text(JsonValue{std::string{text}}), "refused") << text;
    }
    EXPECT_EQ(amount_text(JsonValue{}), "refused");
    EXPECT_EQ(amount_text(JsonValue{true}), "refused");
    EXPECT_EQ(amount_text(JsonValue{std::string(500, '1')}), "refused");
}

TEST(ExactPrice, KeepsEveryDigit) {
    EXPECT_EQ(price_text(number("67234.1")), "67234.1");
    EXPECT_EQ(price_text(number("0.1")), "0.1");
    EXPECT_EQ(price_text(number("1.1e-5")), "0.000011");
    EXPECT_EQ(price_text(number("67234.123456789012345678")), "67234.123456789012345678");
    EXPECT_EQ(price_text(JsonValue{std::string{"6823456789012e-8"}}), "68234.56789012");
}

TEST(ExactPrice, RefusesMorePlacesThanItHolds) {
    EXPECT_EQ(price_text(number("0.1234567890123456789")), "refused");
    EXPECT_EQ(price_text(number("1e-19")), "refused");
}

TEST(WholeNumber, TakesNumbersOnly) {
    EXPECT_EQ(whole_number(number("60000")), 60000);
    EXPECT_EQ(whole_number(number("9223372036854775807")), INT64_MAX);
    EXPECT_EQ(whole_number(number("9223372036854775808")), std::nullopt);
    EXPECT_EQ(whole_number(number("-1")), std::nullopt);
    EXPECT_EQ(whole_number(JsonValue{std::string{"1"}}), std::nullopt);
}

}  // namespace
}  // namespace unrip::venue
