#pragma once

#include "core/time.hpp"
#include "near/bytes.hpp"

#include <optional>

namespace unrip::near {

/// What makes a signed intent unique. As text it is base64, 44 letters.
using Nonce = std::array<std::uint8_t, 32>;

/// Given out by the Verifier and changed now and then; enters every nonce of the new kind.
using Salt = std::array<std::uint8_t, 4>;

using NonceRandom = std::array<std::uint8_t, 15>;

std::string to_text(const Nonce& nonce);
Result<Nonce> parse_nonce(std::string_view base64);

/// Eight hexadecimal digits, as `current_salt` answers.
std::string to_text(const Salt& salt);
Result<Salt> parse_salt(std::string_view hex);

/// A nonce that expires: after its deadline the Verifier refuses it, and may forget that it was
/// used.
struct VersionedNonce {
    Salt salt{};
    Instant deadline;
    NonceRandom random{};

    friend bool operator==(const VersionedNonce&, const VersionedNonce&) = default;
};

Nonce encode(const VersionedNonce& nonce);

/// Nothing for a nonce of the old kind: 32 bytes without meaning, no salt, no expiry. So the
/// Verifier reads anything without its mark, or with a version that it does not know.
std::optional<VersionedNonce> decode(const Nonce& nonce);

NonceRandom random_part();

/// Of which the random parts of a whole batch are derived.
using BatchSeed = std::array<std::uint8_t, 32>;
BatchSeed random_seed();

/// The `index`-th of a batch that was drawn at once: whoever knows the seed knows all its nonces,
/// nobody else any.
NonceRandom derived_part(std::span<const std::uint8_t, 32> batch_seed, std::uint32_t index);

/// What the Verifier says to an intent's deadline, in its order. Empty when it is content.
std::string_view deadline_refusal(Instant intent_deadline, Instant nonce_deadline, Instant now);

}  // namespace unrip::near
