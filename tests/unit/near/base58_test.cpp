#include "near/base58.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace unrip::near {
namespace {

RC_GTEST_PROP(Base58, ComesBackAsItWas, (const Bytes& bytes)) {
    const auto back = parse_base58(to_base58(bytes));
    RC_ASSERT(back.has_value());
    RC_ASSERT(*back == bytes);
}

RC_GTEST_PROP(Base58, KeepsLeadingZeros, (std::uint8_t zeros, const Bytes& rest)) {
    Bytes bytes(zeros, 0);
    bytes.insert(bytes.end(), rest.begin(), rest.end());
    RC_ASSERT(to_base58(bytes).starts_with(std::string(zeros, '1')));
    RC_ASSERT(*parse_base58(to_base58(bytes)) == bytes);
}

TEST(Base58, RefusesLettersThatLookAlike) {
    for (const char letter : std::string_view{"0OIl+/_\xc3 "}) {
        EXPECT_FALSE(parse_base58(std::string{"abc"} + letter)) << letter;
    }
}

TEST(Base58, RefusesTextsWithoutEnd) {
    EXPECT_TRUE(parse_base58(std::string(kBase58LengthMax, '2')));
    EXPECT_FALSE(parse_base58(std::string(kBase58LengthMax + 1, '2')));
}

TEST(Base58, WritesNothingPastTheMemoryGiven) {
    std::array<std::uint8_t, 4> memory{9, 9, 9, 9};
    const std::span<std::uint8_t> two{memory.data(), 2};
    EXPECT_FALSE(decode_base58("2UzHL", two).has_value());  // ff ff ff
    EXPECT_EQ(decode_base58("LUv", {memory.data(), 3}), 2U);
    EXPECT_EQ(memory[3], 9);
}

TEST(Base58, OfAHashHasThirtyTwoBytes) {
    EXPECT_TRUE(parse_hash("11111111111111111111111111111111"));
    EXPECT_FALSE(parse_hash("1111111111111111111111111111111"));
    EXPECT_FALSE(parse_hash("111111111111111111111111111111111"));
    EXPECT_FALSE(parse_hash(""));
}

}  // namespace
}  // namespace unrip::near
