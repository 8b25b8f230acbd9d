#pragma once

#include <string_view>

namespace unrip::near {

/// Why the Verifier refuses an intent, as far as its words tell.
enum class VerifierRefusal {
    deadline_expired,
    deadline_beyond_nonce,
    nonce_used,
    nonce_expired,
    invalid_salt,
    invalid_signature,
    invalid_intent,
    invariant_violated,
    unknown_key,
    insufficient_balance,
    wrong_contract,
    account_locked,
    unknown_account,
    predecessor_disabled,
    paused,
    unknown,
};

std::string_view to_text(VerifierRefusal refusal);

/// Recognised by what the text contains: it arrives wrapped in whatever the node puts around a
/// panic.
VerifierRefusal classify_refusal(std::string_view text);

}  // namespace unrip::near
