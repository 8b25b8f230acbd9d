#include "near/nonce.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

namespace unrip::near {
namespace {

using Seed = std::array<std::uint8_t, 32>;

RC_GTEST_PROP(
    Nonce, VersionedComesBackAsItWas, (const Salt& salt, std::int64_t ns, const NonceRandom& random)
) {
    const VersionedNonce nonce{salt, Instant{Nanoseconds{ns}}, random};
    const auto decoded = decode(encode(nonce));
    RC_ASSERT(decoded.has_value());
    RC_ASSERT(*decoded == nonce);
    RC_ASSERT(*parse_nonce(to_text(encode(nonce))) == encode(nonce));
}

TEST(Nonce, OfTheOldKindIsAnyOther) {
    Nonce nonce = encode({});
    EXPECT_TRUE(decode(nonce));
    nonce[4] = 1;
    EXPECT_FALSE(decode(nonce));
    nonce[4] = 0;
    nonce[0] = 0;
    EXPECT_FALSE(decode(nonce));
}

TEST(Nonce, TextHasExactlyThirtyTwoBytes) {
    EXPECT_EQ(to_text(Nonce{}).size(), 44U);
    EXPECT_FALSE(parse_nonce(""));
    EXPECT_FALSE(parse_nonce("Vij2xgAlKBKzADZykFdbpB8CcBXsE9wRhklzE4_mgS8="));  // URL alphabet
}

TEST(Nonce, RandomPartsDiffer) {
    EXPECT_NE(random_part(), random_part());
}

TEST(Nonce, DerivedPartsDifferByIndexAndSeed) {
    const Seed seed{1, 2, 3};
    std::set<NonceRandom> seen;
    for (std::uint32_t index = 0; index < 1000; ++index)
        seen.insert(derived_part(seed, index));
    EXPECT_EQ(seen.size(), 1000U);
    EXPECT_NE(derived_part(seed, 7), derived_part(Seed{1, 2, 4}, 7));
}

TEST(Nonce, DerivedPartsAreTheSameEverywhereAndForEver) {
    // Slots written by one version of the program are read by the next. The figures are BLAKE2b of
    // nothing with the seed as key, the index as salt and unrip-n1 as personalisation.
    EXPECT_EQ(to_hex(derived_part(Seed{}, 0)), "c386c2838c90d953783752e80aec9c");
    EXPECT_EQ(to_hex(derived_part(Seed{}, 4'294'967'295)), "57fdc9814b96bd96262f1a0e0f10d5");
}

TEST(Salt, IsEightHexadecimalDigits) {
    EXPECT_EQ(to_text(*parse_salt("252812b3")), "252812b3");
    EXPECT_FALSE(parse_salt("252812b"));
    EXPECT_FALSE(parse_salt("252812b300"));
    EXPECT_FALSE(parse_salt("252812bz"));
    EXPECT_FALSE(parse_salt(""));
}

TEST(Deadline, IsRefusedInTheOrderOfTheVerifier) {
    const auto at = [](std::int64_t ms) { return from_unix_ms(ms); };
    EXPECT_EQ(deadline_refusal(at(1000), at(2000), at(1000)), "");
    EXPECT_EQ(deadline_refusal(at(1000), at(1000), at(1000)), "");
    EXPECT_EQ(deadline_refusal(at(2001), at(2000), at(1000)), "deadline is greater than nonce");
    EXPECT_EQ(deadline_refusal(at(999), at(500), at(1000)), "deadline has expired");
    EXPECT_EQ(deadline_refusal(at(1500), at(999), at(1000)), "deadline is greater than nonce");
}

}  // namespace
}  // namespace unrip::near
