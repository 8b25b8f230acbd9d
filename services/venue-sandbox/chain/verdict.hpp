#pragma once

#include "core/int128.hpp"

#include <string>
#include <string_view>

namespace unrip::sandbox {

/// Numbers are written by the functions of this name, next to the words below.
using unrip::to_text;

/// Everything for which the simulated Verifier turns a signed message, a batch or a call down. Each
/// rule has its own name, so that statistics say which one was broken.
enum class Refusal {
    none,
    malformed,              ///< not the shape of a signed message
    standard_unsupported,   ///< signed by another standard than nep413
    signature_invalid,      ///< the signature does not cover this very text
    message_malformed,      ///< the signed text is not signer, deadline and intents
    amount_malformed,       ///< a delta or amount that is no decimal of 128 bits
    recipient_wrong,        ///< signed for another contract
    deadline_passed,        ///< before the time of the block
    key_not_registered,     ///< the signer has not named this key
    nonce_legacy,           ///< without salt and expiry, where that is forbidden
    salt_unknown,           ///< never given out, or invalidated since
    deadline_beyond_nonce,  ///< the message would outlive its nonce
    nonce_expired,          ///< the nonce's own deadline is before the time of the block
    account_locked,
    nonce_used,
    intent_unsupported,    ///< an intent that the sandbox does not execute
    diff_empty,            ///< a token_diff that moves nothing
    delta_zero,            ///< a token_diff that names a token and does not move it
    token_malformed,       ///< not an asset id
    token_unknown,         ///< nobody has ever held this token
    balance_insufficient,  ///< the signer has less than he gives
    overflow,              ///< sums beyond 128 bits
    batch_unbalanced,      ///< what is given and what is received do not meet after fees
    paused,
    predecessor_disabled,  ///< the account takes no direct calls
    deposit_missing,       ///< a direct call without its one yoctoNEAR
    arguments_malformed,   ///< a direct call with arguments that can't be read
    key_registered,        ///< added twice
};

/// One short word with underscores, for statistics.
std::string_view to_text(Refusal refusal);

struct Verdict {
    Refusal refusal = Refusal::none;
    std::string detail;  ///< what exactly: the account, the key, the token

    bool ok() const { return refusal == Refusal::none; }
};

inline Verdict refuse(Refusal refusal, std::string detail = {}) {
    return {refusal, std::move(detail)};
}

/// How the contract words it when it panics; clients decide on these words.
std::string panic_text(const Verdict& verdict);

}  // namespace unrip::sandbox
