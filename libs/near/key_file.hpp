#pragma once

#include "near/secret_key.hpp"

#include <optional>
#include <string>
#include <string_view>

// Files with one key in one line, `ed25519:<base58>` or encrypted (near/key_box.hpp), that only
// their owner can read. None is ever written over what is there: a key that is overwritten is a key
// that is lost. Texts are wiped from memory; an error never quotes one.

namespace unrip::near {

Result<PublicKey> create_key_file(const std::string& path);

/// The key is on no disk in its plain form, not for a moment.
Result<PublicKey> create_encrypted_key_file(const std::string& path, std::string_view passphrase);

/// The original stays: removing it is the owner's.
Result<PublicKey> encrypt_key_file(
    const std::string& from, const std::string& to, std::string_view passphrase
);
Result<PublicKey> decrypt_key_file(
    const std::string& from, const std::string& to, std::string_view passphrase
);

/// Of either form. A passphrase where none is needed is refused too: somebody believes that the key
/// is encrypted.
Result<SecretKey> read_key_file(
    const std::string& path, const std::optional<std::string_view>& passphrase = std::nullopt
);

}  // namespace unrip::near
