#pragma once

#include <string>

namespace unrip::messages {

/// One NEP-413 payload with its signature, as the venue takes it.
struct SignedIntent {
    /// The exact text that was signed. It is passed on as it is, never written anew.
    std::string message;
    std::string nonce;       ///< Standard base64 of 32 bytes.
    std::string recipient;   ///< The Verifier contract; part of the signed bytes.
    std::string public_key;  ///< ed25519:<base58>.
    std::string signature;   ///< ed25519:<base58>.

    friend bool operator==(const SignedIntent&, const SignedIntent&) = default;
};

}  // namespace unrip::messages
