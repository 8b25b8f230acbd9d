#pragma once

#include "core/result.hpp"
#include "near/public_key.hpp"
#include "net/task.hpp"
#include "tools.hpp"

#include <optional>
#include <string>

namespace unrip::unripctl {

/// What a person runs once so that the Verifier knows a key: 100 Tgas and 1 yoctoNEAR.
std::string registration_command(
    const std::string& public_key, const std::string& account, const std::string& contract
);

/// The signer's public key, from NEAR_INTENTS_SIGNER_PRIVATE_KEY or its file. Absent when neither
/// is set here.
Result<std::optional<near::PublicKey>> signer_key(Tools& tools);

/// Whether the Verifier knows the key, at a final block.
Task<Result<bool>> is_registered(Tools& tools, near::PublicKey key);

}  // namespace unrip::unripctl
