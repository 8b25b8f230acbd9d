// nep413, intent_hash, near_tx

#include "near/base58.hpp"
#include "near/intent_hash.hpp"
#include "near/nep413.hpp"
#include "near/transaction.hpp"
#include "vectors/near/given.hpp"
#include "vectors/registry.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace unrip::vectors {
namespace {

using namespace near;
using nlohmann::json;

SecretKey key_of(const Case& given) {
    const auto seed = bytes_of(given, "seed_hex");
    EXPECT_EQ(seed.size(), 32U);
    return SecretKey::from_seed(std::span<const std::uint8_t, 32>{seed.data(), 32});
}

/// The payload with its bytes and hashes checked, as every kind of the file wants it.
Nep413Payload examined_payload(const Case& given) {
    auto payload = must(parse_nep413_payload(given.data.at("payload").dump()));
    EXPECT_EQ(to_hex(payload.nonce), text_of(given, "nonce_hex"));
    EXPECT_EQ(to_hex(to_borsh(payload)), text_of(given, "borsh_hex"));
    EXPECT_EQ(to_hex(prehash(payload)), text_of(given, "prehash_hex"));
    EXPECT_EQ(quote_hash(payload), text_of(given, "hash_base58"));
    return payload;
}

void nep413_verify(const Case& given) {
    const auto payload = examined_payload(given);
    const auto key = PublicKey::parse(text_of(given, "public_key"));
    const auto signature = Signature::parse(text_of(given, "signature"));
    ASSERT_TRUE(key && signature);
    EXPECT_EQ(to_hex(key->bytes()), text_of(given, "public_key_hex"));
    EXPECT_EQ(to_hex(signature->bytes()), text_of(given, "signature_hex"));

    const SignedNep413 signed_payload{payload, *key, *signature};
    EXPECT_EQ(verify(signed_payload), text_of(given, "expect") == "valid");

    const auto again = parse_signed_nep413(to_json(signed_payload));
    ASSERT_TRUE(again) << again.error().detail;
    EXPECT_EQ(again->payload, payload);
    EXPECT_EQ(again->signature, *signature);
}

void nep413_sign(const Case& given) {
    const auto key = key_of(given);
    EXPECT_EQ(key.public_key().to_string(), text_of(given, "public_key"));
    const auto signed_payload = sign(examined_payload(given), key);
    EXPECT_EQ(signed_payload.signature.to_string(), text_of(given, "signature"));
    nep413_verify(given);
}

void nep413_reject(const Case& given) {
    EXPECT_EQ(text_of(given, "expect"), "invalid");
    nep413_verify(given);
}

void intent_hash_of(const Case& given) {
    const auto& signed_object = given.data.at("multi_payload");
    EXPECT_EQ(signed_object.at("standard"), given.kind);
    const auto hash = intent_hash(signed_object.dump());
    ASSERT_TRUE(hash) << hash.error().detail;
    EXPECT_EQ(to_base58(*hash), text_of(given, "intent_hash"));
}

std::uint64_t number(const json& object, const char* key) {
    return static_cast<std::uint64_t>(must(parse_u128(object.at(key).get<std::string>())));
}

Action action_in(const json& action) {
    const Amount deposit = must(Amount::parse(action.at("deposit").get<std::string>()));
    if (action.at("type") == "Transfer") return Transfer{deposit};
    EXPECT_EQ(action.at("type"), "FunctionCall");
    return FunctionCall{
        action.at("method_name"), action.at("args"), number(action, "gas"), deposit};
}

void transaction(const Case& given) {
    const auto key = key_of(given);
    EXPECT_EQ(key.public_key().to_string(), text_of(given, "public_key"));
    Transaction transaction{
        text_of(given, "signer_id"),
        key.public_key(),
        number(given.data, "nonce"),
        text_of(given, "receiver_id"),
        must(parse_hash(text_of(given, "block_hash"))),
        {}};
    for (const auto& action : given.data.at("actions")) {
        transaction.actions.push_back(action_in(action));
    }
    EXPECT_EQ(to_hex(to_borsh(transaction)), text_of(given, "borsh_hex"));

    const auto signed_transaction = sign(transaction, key);
    EXPECT_EQ(to_hex(signed_transaction.hash), text_of(given, "hash_hex"));
    EXPECT_EQ(signed_transaction.hash_text(), text_of(given, "tx_hash"));
    EXPECT_EQ(to_hex(signed_transaction.borsh), text_of(given, "signed_borsh_hex"));
    EXPECT_EQ(signed_transaction.base64(), text_of(given, "signed_tx_base64"));

    const auto decoded = decode_signed_transaction(signed_transaction.borsh);
    ASSERT_TRUE(decoded) << decoded.error().detail;
    EXPECT_EQ(decoded->transaction, transaction);
    EXPECT_EQ(to_hex(decoded->signature.bytes()), text_of(given, "signature_hex"));
}

const bool kKnown = register_kind("nep413", "verify", nep413_verify) &&
                    register_kind("nep413", "sign", nep413_sign) &&
                    register_kind("nep413", "reject", nep413_reject) &&
                    register_kind("intent_hash", "nep413", intent_hash_of) &&
                    register_kind("intent_hash", "erc191", intent_hash_of) &&
                    register_kind("intent_hash", "tip191", intent_hash_of) &&
                    register_kind("intent_hash", "raw_ed25519", intent_hash_of) &&
                    register_kind("intent_hash", "webauthn", intent_hash_of) &&
                    register_kind("intent_hash", "ton_connect", intent_hash_of) &&
                    register_kind("intent_hash", "sep53", intent_hash_of) &&
                    register_kind("near_tx", "transaction", transaction);

}  // namespace
}  // namespace unrip::vectors
