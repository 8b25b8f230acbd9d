#include "chain/verdict.hpp"

#include <array>

namespace unrip::sandbox {
namespace {

struct Wording {
    Refusal refusal;
    std::string_view name;
    std::string_view panic;
    bool wants_detail = false;
};

/// What the contract says first, and for some what it adds. Shapes that can't be read fail before
/// the contract's own rules, with words of its JSON reader.
constexpr std::array kWordings{
    Wording{Refusal::none, "none", ""},
    Wording{Refusal::malformed, "malformed", "failed to deserialize input: ", true},
    Wording{
        Refusal::standard_unsupported,
        "standard_unsupported",
        "the sandbox reads nep413 only, not ",
        true},
    Wording{Refusal::signature_invalid, "signature_invalid", "invalid signature"},
    Wording{Refusal::message_malformed, "message_malformed", "failed to parse the message: ", true},
    Wording{Refusal::amount_malformed, "amount_malformed", "failed to parse an amount: ", true},
    Wording{Refusal::recipient_wrong, "recipient_wrong", "wrong verifying_contract"},
    Wording{Refusal::deadline_passed, "deadline_passed", "deadline has expired"},
    Wording{Refusal::key_not_registered, "key_not_registered", "", true},
    Wording{Refusal::nonce_legacy, "nonce_legacy", "legacy nonces are prohibited"},
    Wording{Refusal::salt_unknown, "salt_unknown", "invalid salt"},
    Wording{
        Refusal::deadline_beyond_nonce, "deadline_beyond_nonce", "deadline is greater than nonce"},
    Wording{Refusal::nonce_expired, "nonce_expired", "nonce was already expired"},
    Wording{Refusal::account_locked, "account_locked", "", true},
    Wording{Refusal::nonce_used, "nonce_used", "nonce was already used"},
    Wording{
        Refusal::intent_unsupported,
        "intent_unsupported",
        "the sandbox can't execute the intent ",
        true},
    Wording{Refusal::diff_empty, "diff_empty", "invalid intent"},
    Wording{Refusal::delta_zero, "delta_zero", "invalid intent"},
    Wording{Refusal::token_malformed, "token_malformed", "invalid token id: ", true},
    Wording{Refusal::token_unknown, "token_unknown", "insufficient balance or overflow"},
    Wording{
        Refusal::balance_insufficient, "balance_insufficient", "insufficient balance or overflow"},
    Wording{Refusal::overflow, "overflow", "insufficient balance or overflow"},
    Wording{Refusal::batch_unbalanced, "batch_unbalanced", "invariant violated: ", true},
    Wording{Refusal::paused, "paused", "Pausable: Method is paused"},
    Wording{Refusal::predecessor_disabled, "predecessor_disabled", "", true},
    Wording{
        Refusal::deposit_missing,
        "deposit_missing",
        "Requires attached deposit of exactly 1 yoctoNEAR"},
    Wording{
        Refusal::arguments_malformed, "arguments_malformed", "Failed to deserialize input: ", true},
    Wording{Refusal::key_registered, "key_registered", "", true},
};

const Wording& wording_of(Refusal refusal) {
    for (const auto& wording : kWordings) {
        if (wording.refusal == refusal) return wording;
    }
    return kWordings.front();
}

}  // namespace

std::string_view to_text(Refusal refusal) {
    return wording_of(refusal).name;
}

std::string panic_text(const Verdict& verdict) {
    const auto& wording = wording_of(verdict.refusal);
    auto text = std::string{wording.panic};
    if (wording.wants_detail) text += verdict.detail;
    return text;
}

}  // namespace unrip::sandbox
