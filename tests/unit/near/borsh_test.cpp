#include "near/borsh.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace unrip::near {
namespace {

RC_GTEST_PROP(
    Borsh,
    ReadsWhatItWrote,
    (std::uint8_t small, std::uint32_t middle, std::uint64_t large, const std::string& text)
) {
    BorshWriter writer;
    writer.u8(small);
    writer.u32(middle);
    writer.u64(large);
    writer.u128(u128{large} << 60U);
    writer.text(text);

    BorshReader reader{writer.bytes()};
    RC_ASSERT(reader.u8() == small);
    RC_ASSERT(reader.u32() == middle);
    RC_ASSERT(reader.u64() == large);
    RC_ASSERT(reader.u128() == u128{large} << 60U);
    RC_ASSERT(reader.text() == text);
    RC_ASSERT(reader.is_whole());
}

TEST(Borsh, WritesTheLowestByteFirst) {
    BorshWriter writer;
    writer.u32(0x01020304);
    writer.text("ab");
    EXPECT_EQ(to_hex(writer.bytes()), "04030201020000006162");
}

TEST(Borsh, DoesNotReadPastTheEnd) {
    const Bytes claims_too_much{0xff, 0xff, 0xff, 0xff, 'a'};
    BorshReader reader{claims_too_much};
    EXPECT_EQ(reader.text(), "");
    EXPECT_TRUE(reader.failed());
    EXPECT_EQ(reader.u8(), 0);
    EXPECT_FALSE(reader.is_whole());
}

TEST(Borsh, IsNotWholeWhileSomethingIsLeft) {
    const Bytes two{1, 2};
    BorshReader reader{two};
    reader.u8();
    EXPECT_FALSE(reader.is_whole());
    reader.u8();
    EXPECT_TRUE(reader.is_whole());
}

}  // namespace
}  // namespace unrip::near
