#pragma once

#include "core/time.hpp"
#include "messages/execute_intents.hpp"
#include "messages/intent_inventory.hpp"
#include "terms.hpp"
#include "venue/bridge/bridge_answers.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

// What is checked before a withdrawal is taken. Pure.

namespace unrip::liquidity_manager {

/// A no, as the control port says it.
struct Refusal {
    int status = 0;
    std::string code;
    std::string message;
};

template <class T>
using Checked = std::variant<T, Refusal>;

/// Why no withdrawal at all is taken or signed.
struct Locks {
    bool frozen = true;
    bool has_key = false;
    bool server_syncs = false;
    /// The tokens that the bridge counts in other decimals than the policy.
    std::vector<std::string> wrong_decimals;
};
std::optional<Refusal> locked(const Locks& locks);

/// Where it goes: the address asked for or the default one, as the policy allows it.
Checked<std::string> destination(const TokenTerms& token, const std::optional<std::string>& asked);

/// The bridge's terms for one withdrawal.
struct Estimate {
    Amount fee;
    Amount min_withdrawal;
    std::optional<Amount> arrives;   ///< Absent when it would not be carried.
    std::optional<Refusal> problem;  ///< Why it would not.
};
Estimate estimate(
    const TokenTerms& token,
    Amount amount,
    const venue::BridgeToken& bridge,
    const venue::WithdrawalEstimate& told
);

/// What is known of our balances.
struct Counted {
    messages::IntentInventory inventory;
    MessageId id;
    Instant heard_at;
};

/// Whether the newest count covers it beside `asked`, what other withdrawals have asked for.
std::optional<Refusal> check_balance(
    const std::optional<Counted>& counted,
    Instant now,
    const TokenTerms& token,
    Amount amount,
    Amount asked
);

/// Policy tokens of the bridge whose decimals differ there: "EURe: 18 in the policy, 6 at the
/// bridge". With a wrong count every amount would be wrong by powers of ten.
std::vector<std::string> wrong_decimals(
    const Terms& terms, const std::vector<venue::BridgeToken>& bridge
);

/// Only intents of ours that do nothing but use up their nonces are executed: the full sentence of
/// why not, or nothing.
std::optional<std::string> why_not_execute(
    const messages::ExecuteIntents& request, std::string_view account, std::string_view contract
);

}  // namespace unrip::liquidity_manager
