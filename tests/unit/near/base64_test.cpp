#include "near/base64.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace unrip::near {
namespace {

RC_GTEST_PROP(Base64, ComesBackAsItWas, (const Bytes& bytes)) {
    const auto back = parse_base64(to_base64(bytes));
    RC_ASSERT(back.has_value());
    RC_ASSERT(*back == bytes);
}

TEST(Base64, WritesTheSamplesOfTheStandard) {
    EXPECT_EQ(to_base64(as_bytes("")), "");
    EXPECT_EQ(to_base64(as_bytes("f")), "Zg==");
    EXPECT_EQ(to_base64(as_bytes("fo")), "Zm8=");
    EXPECT_EQ(to_base64(as_bytes("foo")), "Zm9v");
    EXPECT_EQ(to_base64(as_bytes("foob")), "Zm9vYg==");
}

TEST(Base64, IsReadStrictly) {
    for (const char* bad :
         {"Zg",
          "Zg=",
          "Zg===",
          "=",
          "====",
          "Z===",
          "Zm9v ",
          " Zm9v",
          "Zm9v\n",
          "Zm-_",
          "Zh==",
          "Zm9=",
          "Zg==Zg==",
          "Zm\xa2v",
          "Zm=v"}) {
        EXPECT_FALSE(parse_base64(bad)) << bad;
    }
}

TEST(Hex, IsReadInBothCases) {
    EXPECT_EQ(*parse_hex("00fFAb"), (Bytes{0x00, 0xff, 0xab}));
    EXPECT_EQ(to_hex(Bytes{0x00, 0xff, 0xab}), "00ffab");
    EXPECT_FALSE(parse_hex("0"));
    EXPECT_FALSE(parse_hex("0g"));
    EXPECT_FALSE(parse_hex("g0"));
}

}  // namespace
}  // namespace unrip::near
