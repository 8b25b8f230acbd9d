#pragma once

#include "near/secret_key.hpp"

#include <string>

namespace unrip::near {

/// Makes a new key and writes it to a file that only its owner can read: `ed25519:<base58>`, one
/// line. Refuses a path where something is already: a key that is overwritten is a key that is
/// lost.
Result<PublicKey> create_key_file(const std::string& path);

/// The key in such a file. The text is wiped from memory; an error never quotes it.
Result<SecretKey> read_key_file(const std::string& path);

}  // namespace unrip::near
