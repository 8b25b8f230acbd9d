#pragma once

#include "near/secret_key.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace unrip::near {

/// A secret key under a passphrase, as one line:
///
///   unrip-key-v1:argon2id:<ops>:<KiB>:<salt>:<nonce>:<box>:ed25519:<public key>
///
/// The box is XSalsa20-Poly1305 over the 32-byte seed, its key argon2id of the passphrase; salt,
/// nonce and box in base64. Whatever is altered makes it unreadable: salt and cost go into the key,
/// the box proves itself, and the seed proves the public key.

/// How much work one guess at the passphrase is. 64 MiB fit into every container of ours.
struct KeyBoxCost {
    std::uint64_t ops = 4;
    std::uint64_t kibibytes = 64 * 1024;
};

inline constexpr std::size_t kPassphraseBytesMin = 12;

/// What a line is by its beginning; it may still be damaged.
bool is_key_box(std::string_view text);

/// Locks a key in its plain form. `refused`: the passphrase is too short, or the cost not within
/// what unlock_key takes. What was given is not wiped, and never in an error.
Result<std::string> lock_key(
    std::string_view key_text, std::string_view passphrase, KeyBoxCost cost = {}
);

/// `malformed`: this is no key box, or a damaged one. `refused`: its cost is less than would
/// protect it or more than a process can afford, or the passphrase does not open it (or it was
/// altered).
Result<SecretKey> unlock_key(std::string_view box, std::string_view passphrase);

/// The same, in the plain form. Wiping the text is the caller's.
Result<std::string> unlock_key_text(std::string_view box, std::string_view passphrase);

/// A key as it was found, plain or in a box; which one its beginning tells. Errors say what to set:
/// a box without a passphrase, or a passphrase for a key that lies open.
Result<SecretKey> open_key(
    std::string_view text, const std::optional<std::string_view>& passphrase
);

}  // namespace unrip::near
