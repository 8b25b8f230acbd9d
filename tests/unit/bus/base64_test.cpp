#include "bus/base64.hpp"

#include <gtest/gtest.h>

namespace unrip::bus {
namespace {

TEST(Base64, GivesTheBytesBack) {
    EXPECT_EQ(*decode_base64(""), "");
    EXPECT_EQ(*decode_base64("Zg=="), "f");
    EXPECT_EQ(*decode_base64("Zm8="), "fo");
    EXPECT_EQ(*decode_base64("Zm9v"), "foo");
    EXPECT_EQ(*decode_base64("Zm9vYmFy"), "foobar");
    EXPECT_EQ(*decode_base64("//79AA=="), std::string("\xff\xfe\xfd\0", 4));
}

TEST(Base64, RefusesWhatItIsNot) {
    for (const auto* text : {"Z", "Zg", "Zg=", "Z===", "====", "Zm9v!mFy", "Zm\n=", "Zg==Zg=="}) {
        EXPECT_FALSE(decode_base64(text)) << text;
    }
}

}  // namespace
}  // namespace unrip::bus
