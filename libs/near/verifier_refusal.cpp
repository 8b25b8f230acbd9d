#include "near/verifier_refusal.hpp"

#include <array>

namespace unrip::near {
namespace {

struct Known {
    VerifierRefusal refusal;
    std::string_view name;
    std::string_view words;
};

// The first that fits counts.
constexpr std::array kKnown{
    Known{VerifierRefusal::deadline_expired, "deadline_expired", "deadline has expired"},
    Known{
        VerifierRefusal::deadline_beyond_nonce,
        "deadline_beyond_nonce",
        "deadline is greater than nonce"},
    Known{VerifierRefusal::nonce_used, "nonce_used", "nonce was already used"},
    Known{VerifierRefusal::nonce_expired, "nonce_expired", "nonce was already expired"},
    Known{VerifierRefusal::invalid_salt, "invalid_salt", "invalid salt"},
    Known{VerifierRefusal::invalid_signature, "invalid_signature", "invalid signature"},
    Known{VerifierRefusal::invalid_intent, "invalid_intent", "invalid intent"},
    Known{VerifierRefusal::invariant_violated, "invariant_violated", "invariant violated"},
    Known{VerifierRefusal::unknown_key, "unknown_key", "doesn't exist for account"},
    Known{
        VerifierRefusal::insufficient_balance,
        "insufficient_balance",
        "insufficient balance or overflow"},
    Known{VerifierRefusal::wrong_contract, "wrong_contract", "wrong verifying_contract"},
    Known{VerifierRefusal::account_locked, "account_locked", "is locked"},
    Known{
        VerifierRefusal::predecessor_disabled,
        "predecessor_disabled",
        "authentication by PREDECESSOR_ID is disabled"},
    Known{VerifierRefusal::unknown_account, "unknown_account", "not found"},
    Known{VerifierRefusal::paused, "paused", "paused"}};

}  // namespace

std::string_view to_text(VerifierRefusal refusal) {
    for (const auto& known : kKnown) {
        if (known.refusal == refusal) return known.name;
    }
    return "unknown";
}

VerifierRefusal classify_refusal(std::string_view text) {
    for (const auto& known : kKnown) {
        if (text.find(known.words) != std::string_view::npos) return known.refusal;
    }
    return VerifierRefusal::unknown;
}

}  // namespace unrip::near
