#include "near/base58.hpp"
#include "near/secret_key.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace unrip::near {
namespace {

constexpr std::string_view kSecret =
    "ed25519:4xrGRbf9HZ8xgyBAzzyyLaQ4dSdEXWFURrJ2PgASdkNyDfLVCeURU9dUPGVefpi6WFvueSvWRwLGK6dxmpuFzg"
    "5E";
constexpr std::string_view kPublic = "ed25519:7ukL4suxwpDeU7pTXDHctMKGiu76JVYKaMJbzaza4zCG";

std::string with_last_byte_changed(std::string_view secret) {
    auto bytes = *parse_base58(secret.substr(secret.find(':') + 1));
    bytes.back() = static_cast<std::uint8_t>(bytes.back() ^ 1U);
    return "ed25519:" + to_base58(bytes);
}

TEST(SecretKey, IsReadFromAFileOfOneLine) {
    const auto key = SecretKey::parse(" " + std::string{kSecret} + "\r\n");
    ASSERT_TRUE(key);
    EXPECT_EQ(key->public_key().to_string(), kPublic);
}

TEST(SecretKey, RefusesHalvesThatDoNotBelongTogether) {
    EXPECT_FALSE(SecretKey::parse(with_last_byte_changed(kSecret)));
}

TEST(SecretKey, NeverShowsItselfInAnError) {
    const auto changed = with_last_byte_changed(kSecret);
    const std::array texts{
        changed,
        std::string{kSecret} + "2",
        std::string{kSecret.substr(8)},
        std::string{kSecret.substr(0, 60)},
        "secp256k1:" + std::string{kSecret.substr(8)}};
    for (const auto& text : texts) {
        const auto key = SecretKey::parse(text);
        ASSERT_FALSE(key);
        EXPECT_EQ(key.error().detail.find(kSecret.substr(8, 12)), std::string::npos);
    }
    EXPECT_FALSE(SecretKey::parse(""));
    EXPECT_FALSE(SecretKey::parse("ed25519:"));
}

TEST(SecretKey, StillSignsAfterItMoved) {
    auto first = SecretKey::parse(kSecret);
    ASSERT_TRUE(first);
    const auto before = first->sign(as_bytes("a"));
    const SecretKey moved = *std::move(first);
    EXPECT_EQ(moved.sign(as_bytes("a")), before);
}

RC_GTEST_PROP(SecretKey, SignsWhatItsPublicKeyVerifies, (const Bytes& message)) {
    const auto key = SecretKey::parse(kSecret);
    const auto signature = key->sign(message);
    RC_ASSERT(verify(key->public_key(), message, signature));

    auto other = message;
    other.push_back(1);
    RC_ASSERT(!verify(key->public_key(), other, signature));
}

TEST(PublicKey, OfAnotherCurveNeverVerifies) {
    const auto key = SecretKey::parse(kSecret);
    const auto signature = key->sign(as_bytes("a"));
    const auto other = PublicKey::parse("p256:" + to_base58(Bytes(64, 7)));
    ASSERT_TRUE(other);
    EXPECT_FALSE(verify(*other, as_bytes("a"), signature));
}

TEST(PublicKey, HasTheSizeOfItsCurve) {
    EXPECT_TRUE(PublicKey::parse("ed25519:" + to_base58(Bytes(32, 1))));
    EXPECT_FALSE(PublicKey::parse("ed25519:" + to_base58(Bytes(33, 1))));
    EXPECT_FALSE(PublicKey::parse("secp256k1:" + to_base58(Bytes(33, 1))));
    EXPECT_FALSE(PublicKey::parse("secp256k1:" + to_base58(Bytes(65, 1))));
    EXPECT_FALSE(PublicKey::parse("ED25519:" + to_base58(Bytes(32, 1))));
}

TEST(Signature, HasTheSizeOfItsCurve) {
    EXPECT_TRUE(Signature::parse("secp256k1:" + to_base58(Bytes(65, 1))));
    EXPECT_FALSE(Signature::parse("secp256k1:" + to_base58(Bytes(64, 1))));
    EXPECT_TRUE(Signature::parse("p256:" + to_base58(Bytes(64, 1))));
    EXPECT_TRUE(Signature::parse(to_base58(Bytes(64, 1))));
    EXPECT_FALSE(Signature::parse("ed25519:" + to_base58(Bytes(65, 1))));
}

}  // namespace
}  // namespace unrip::near
