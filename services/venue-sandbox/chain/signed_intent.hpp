#pragma once

#include "chain/verdict.hpp"
#include "core/int128.hpp"
#include "core/time.hpp"
#include "near/bytes.hpp"
#include "near/nonce.hpp"
#include "near/public_key.hpp"

#include <nlohmann/json_fwd.hpp>

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace unrip::sandbox {

/// Token and signed amount from the signer's view, as written.
using DiffEntries = std::vector<std::pair<std::string, i128>>;

struct TokenDiffIntent {
    DiffEntries diff;
    std::string memo;      ///< empty when there was none
    std::string referral;  ///< empty when there was none
};

/// A withdrawal of a NEP-141 token, out of the Verifier.
struct WithdrawIntent {
    std::string token;  ///< the contract, without a standard
    std::string receiver_id;
    u128 amount = 0;
    std::optional<std::string> memo;
    std::optional<std::string> msg;  ///< even an empty one turns the transfer into a call
};

/// What the sandbox can't execute; only its name is kept.
struct OtherIntent {
    std::string name;
};

using Intent = std::variant<TokenDiffIntent, WithdrawIntent, OtherIntent>;

/// The part of a signed message that a signature check needs. Small, so that checks can be put off
/// until a run is over and none has to be skipped.
struct SignatureProof {
    near::Hash hash{};
    std::array<std::uint8_t, 32> key{};
    std::array<std::uint8_t, 64> signature{};
};

/// One ed25519 verification.
bool fits(const SignatureProof& proof);

/// A signed message as it came, read once.
struct SignedIntent {
    std::string hash;  ///< base58 of what was signed: quote hash and intent hash
    SignatureProof proof;
    near::Nonce nonce{};
    std::string recipient;
    std::string signer_id;
    Instant deadline;
    std::vector<Intent> intents;

    near::PublicKey public_key() const { return near::PublicKey::ed25519(proof.key); }
};

/// The message, or the rule that its shape breaks.
struct ReadIntent {
    std::optional<SignedIntent> intent;
    Verdict verdict;
};

/// Reads `{"standard":"nep413","payload":{...},"public_key":...,"signature":...}`. The signature is
/// not looked at yet.
ReadIntent read_signed_intent(std::string_view json);
ReadIntent read_signed_intent(const nlohmann::json& value);

/// Only what stands in the signed text. Fills signer, deadline and intents.
Verdict read_message(std::string_view message, SignedIntent& into);

/// The `ft_withdraw` of an intent or of a direct call.
std::optional<WithdrawIntent> read_withdraw(const nlohmann::json& value);

}  // namespace unrip::sandbox
