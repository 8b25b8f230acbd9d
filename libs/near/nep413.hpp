#pragma once

#include "near/nonce.hpp"
#include "near/secret_key.hpp"

#include <optional>

namespace unrip::near {

/// What NEP-413 has one sign: a text, made unique by a nonce and meant for one recipient.
struct Nep413Payload {
    std::string message;
    Nonce nonce{};
    std::string recipient;                    ///< the Verifier's account id
    std::optional<std::string> callback_url;  ///< absent in all we sign; empty is not absent

    friend bool operator==(const Nep413Payload&, const Nep413Payload&) = default;
};

/// The bytes that are hashed, tag included.
Bytes to_borsh(const Nep413Payload& payload);

/// SHA-256 of those: what the signature covers. Its base58 is the quote hash of a quote, and the
/// intent hash on the chain.
Hash prehash(const Nep413Payload& payload);

struct SignedNep413 {
    Nep413Payload payload;
    PublicKey public_key;
    Signature signature;
};

SignedNep413 sign(Nep413Payload payload, const SecretKey& key);

bool verify(const SignedNep413& signed_payload);

/// base58 of the prehash.
std::string quote_hash(const Nep413Payload& payload);

/// As `signed_data` of the relay and `signed` of the Verifier want it: compact JSON, the message
/// escaped once.
std::string to_json(const SignedNep413& signed_payload);

Result<Nep413Payload> parse_nep413_payload(std::string_view json);
Result<SignedNep413> parse_signed_nep413(std::string_view json);

}  // namespace unrip::near
