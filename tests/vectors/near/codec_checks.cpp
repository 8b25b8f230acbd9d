// base58, keys, time, versioned_nonce

#include "near/account_id.hpp"
#include "near/base58.hpp"
#include "near/nonce.hpp"
#include "near/rfc3339.hpp"
#include "near/secret_key.hpp"
#include "vectors/near/given.hpp"
#include "vectors/registry.hpp"

#include <gtest/gtest.h>

namespace unrip::vectors {
namespace {

using namespace near;

void base58_roundtrip(const Case& given) {
    const auto bytes = bytes_of(given, "hex");
    const auto text = text_of(given, "base58");
    EXPECT_EQ(to_base58(bytes), text);
    const auto decoded = parse_base58(text);
    ASSERT_TRUE(decoded) << decoded.error().detail;
    EXPECT_EQ(to_hex(*decoded), to_hex(bytes));
}

void base58_reject(const Case& given) {
    EXPECT_FALSE(parse_base58(text_of(given, "base58")));
}

SecretKey key_from_seed(const Bytes& seed) {
    EXPECT_EQ(seed.size(), 32U);
    return SecretKey::from_seed(std::span<const std::uint8_t, 32>{seed.data(), 32});
}

void secret_key(const Case& given) {
    const auto key = SecretKey::parse(text_of(given, "secret_key"));
    ASSERT_TRUE(key) << key.error().detail;
    EXPECT_EQ(key->public_key().to_string(), text_of(given, "public_key"));
    EXPECT_EQ(to_hex(key->public_key().bytes()), text_of(given, "public_key_hex"));
    EXPECT_EQ(implicit_account_id(key->public_key()), text_of(given, "implicit_account_id"));

    const auto seed = bytes_of(given, "seed_hex");
    EXPECT_EQ(key_from_seed(seed).public_key(), key->public_key());
    const auto from_seed_text = SecretKey::parse("ed25519:" + to_base58(seed));
    ASSERT_TRUE(from_seed_text);
    EXPECT_EQ(from_seed_text->public_key(), key->public_key());
}

void ed25519(const Case& given) {
    const auto key = key_from_seed(bytes_of(given, "seed_hex"));
    const auto message = bytes_of(given, "message_hex");
    EXPECT_EQ(to_hex(key.public_key().bytes()), text_of(given, "public_key_hex"));
    const auto signature = key.sign(message);
    EXPECT_EQ(to_hex(signature.bytes()), text_of(given, "signature_hex"));
    EXPECT_TRUE(verify(key.public_key(), message, signature));
}

void implicit_account(const Case& given) {
    const auto key = PublicKey::parse(text_of(given, "public_key"));
    ASSERT_TRUE(key) << key.error().detail;
    const auto account = implicit_account_id(*key);
    EXPECT_EQ(account, text_of(given, "account_id"));
    EXPECT_TRUE(is_account_id(account));
    EXPECT_EQ(key->to_string(), text_of(given, "public_key"));
}

void reject_public_key(const Case& given) {
    EXPECT_FALSE(PublicKey::parse(text_of(given, "public_key")));
}

void parse_public_key(const Case& given) {
    const auto key = PublicKey::parse(text_of(given, "public_key"));
    ASSERT_TRUE(key) << key.error().detail;
    EXPECT_EQ(key->to_string(), text_of(given, "normalized"));
}

void parse_signature(const Case& given) {
    const auto signature = Signature::parse(text_of(given, "signature"));
    ASSERT_TRUE(signature) << signature.error().detail;
    EXPECT_EQ(signature->bytes().size(), count_of(given, "bytes"));
    EXPECT_EQ(to_hex(signature->bytes()), text_of(given, "hex"));
    EXPECT_EQ(signature->to_string(), text_of(given, "signature"));
}

void account_id(const Case& given) {
    EXPECT_EQ(is_account_id(text_of(given, "account_id")), flag_of(given, "valid"));
}

void time_format(const Case& given) {
    const auto ms = static_cast<std::int64_t>(must(parse_i128(text_of(given, "ms"))));
    EXPECT_EQ(to_rfc3339(ms), text_of(given, "iso"));
    const auto parsed = parse_rfc3339_ns(text_of(given, "iso"));
    ASSERT_TRUE(parsed);
    EXPECT_TRUE(*parsed == i128{ms} * 1'000'000);
}

void time_parse(const Case& given) {
    const auto parsed = parse_rfc3339_ns(text_of(given, "text"));
    ASSERT_TRUE(parsed) << parsed.error().detail;
    EXPECT_EQ(unrip::to_text(*parsed), text_of(given, "ns"));
}

void time_reject(const Case& given) {
    EXPECT_FALSE(parse_rfc3339_ns(text_of(given, "text")));
    EXPECT_FALSE(parse_rfc3339(text_of(given, "text")));
}

VersionedNonce parts_of(const Case& given) {
    VersionedNonce parts;
    parts.salt = must(parse_salt(text_of(given, "salt_hex")));
    parts.deadline = Instant{
        Nanoseconds{static_cast<std::int64_t>(must(parse_i128(text_of(given, "deadline_ns"))))}};
    const auto random = bytes_of(given, "random_hex");
    EXPECT_EQ(random.size(), parts.random.size());
    std::copy(random.begin(), random.end(), parts.random.begin());
    return parts;
}

void nonce_encode(const Case& given) {
    const auto parts = parts_of(given);
    EXPECT_EQ(to_rfc3339(parts.deadline), text_of(given, "deadline_iso"));
    const auto nonce = encode(parts);
    EXPECT_EQ(to_hex(nonce), text_of(given, "nonce_hex"));
    EXPECT_EQ(to_text(nonce), text_of(given, "nonce_base64"));
}

void nonce_decode(const Case& given) {
    const auto nonce = parse_nonce(text_of(given, "nonce_base64"));
    const auto expected = text_of(given, "expect");
    ASSERT_EQ(nonce.has_value(), expected != "error");
    if (!nonce) return;

    EXPECT_EQ(to_hex(*nonce), text_of(given, "nonce_hex"));
    const auto decoded = decode(*nonce);
    ASSERT_EQ(decoded.has_value(), expected == "versioned") << expected;
    if (decoded) {
        EXPECT_EQ(*decoded, parts_of(given));
        EXPECT_EQ(encode(*decoded), *nonce);
    } else {
        EXPECT_EQ(expected, "legacy");
    }
}

void nonce_deadline_rule(const Case& given) {
    const auto instant = [&](const char* key) {
        return from_unix_ms(static_cast<std::int64_t>(must(parse_i128(text_of(given, key)))));
    };
    const auto refusal = deadline_refusal(
        instant("intent_deadline_ms"), instant("nonce_deadline_ms"), instant("now_ms")
    );
    EXPECT_EQ(refusal.empty() ? "ok" : refusal, text_of(given, "expect"));
}

const bool kKnown =
    register_kind("base58", "roundtrip", base58_roundtrip) &&
    register_kind("base58", "reject", base58_reject) &&
    register_kind("keys", "secret_key", secret_key) && register_kind("keys", "ed25519", ed25519) &&
    register_kind("keys", "implicit_account", implicit_account) &&
    register_kind("keys", "reject_public_key", reject_public_key) &&
    register_kind("keys", "parse_public_key", parse_public_key) &&
    register_kind("keys", "parse_signature", parse_signature) &&
    register_kind("keys", "account_id", account_id) &&
    register_kind("time", "format_ms", time_format) && register_kind("time", "parse", time_parse) &&
    register_kind("time", "reject", time_reject) &&
    register_kind("versioned_nonce", "encode", nonce_encode) &&
    register_kind("versioned_nonce", "decode", nonce_decode) &&
    register_kind("versioned_nonce", "deadline_rule", nonce_deadline_rule);

}  // namespace
}  // namespace unrip::vectors
