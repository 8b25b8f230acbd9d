#include "near/intent_hash.hpp"

#include "near/base58.hpp"
#include "near/ton_address.hpp"

#include <gtest/gtest.h>

namespace unrip::near {
namespace {

constexpr std::string_view kRaw =
    "0:fa63f5195b0f8682d3f3413e2b40decfae7778b3691748a2d55dae5b243a3054";

std::string ton_payload(std::string_view address, std::string_view timestamp) {
    return R"({"standard":"ton_connect","address":")" + std::string{address} +
           R"(","domain":"example.org","timestamp":)" + std::string{timestamp} +
           R"(,"payload":{"type":"text","text":"hello"}})";
}

TEST(IntentHash, CountsBytesNotLetters) {
    const auto plain = intent_hash(R"({"standard":"erc191","payload":"e"})");
    const auto accented = intent_hash("{\"standard\":\"erc191\",\"payload\":\"\u00e9\"}");
    const auto escaped = intent_hash(R"({"standard":"erc191","payload":"\u00e9"})");
    ASSERT_TRUE(plain && accented && escaped);
    EXPECT_NE(*plain, *accented);
    EXPECT_EQ(*accented, *escaped);
}

TEST(IntentHash, RefusesWhatItDoesNotKnow) {
    for (const char* bad :
         {"",
          "[]",
          "{}",
          R"({"standard":"nep999","payload":"x"})",
          R"({"standard":"erc191"})",
          R"({"standard":"nep413","payload":"x"})",
          R"({"standard":7})",
          R"({"standard":"webauthn","payload":{}})"}) {
        EXPECT_FALSE(intent_hash(bad)) << bad;
    }
}

TEST(IntentHash, ReadsAllFormsOfATonTimestamp) {
    const auto number = intent_hash(ton_payload(kRaw, "1762354640"));
    ASSERT_TRUE(number);
    EXPECT_EQ(*intent_hash(ton_payload(kRaw, "\"1762354640\"")), *number);
    EXPECT_EQ(*intent_hash(ton_payload(kRaw, "\"2025-11-05T14:57:20Z\"")), *number);
    EXPECT_FALSE(intent_hash(ton_payload(kRaw, "\"soon\"")));
    EXPECT_FALSE(intent_hash(ton_payload(kRaw, "-1")));
    EXPECT_FALSE(intent_hash(ton_payload(kRaw, "\"1969-12-31T23:59:59Z\"")));
}

TEST(TonAddress, IsReadInBothForms) {
    // A published pair of the same address.
    const auto friendly = parse_ton_address("EQDKbjIcfM6ezt8KjKJJLshZJJSqX7XOA4ff-W72r5gqPrHF");
    const auto raw =
        parse_ton_address("0:ca6e321c7cce9ecedf0a8ca2492ec8592494aa5fb5ce0387dff96ef6af982a3e");
    ASSERT_TRUE(friendly && raw);
    EXPECT_EQ(friendly->workchain, 0);
    EXPECT_EQ(friendly->account, raw->account);
    EXPECT_EQ(parse_ton_address("-1:" + std::string(64, '0'))->workchain, -1);
}

TEST(TonAddress, ChecksItsChecksumAndShape) {
    for (const char* bad :
         {"",
          ":",
          "0:",
          "0:00",
          "EQDKbjIcfM6ezt8KjKJJLshZJJSqX7XOA4ff-W72r5gqPrHG",
          "EQDKbjIcfM6ezt8KjKJJLshZJJSqX7XOA4ff-W72r5gqPrH",
          "x:ca6e"}) {
        EXPECT_FALSE(parse_ton_address(bad)) << bad;
    }
}

}  // namespace
}  // namespace unrip::near
