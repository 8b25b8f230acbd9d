#pragma once

#include "chain/batch.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace unrip::sandbox {

// Log lines as contracts write them: "EVENT_JSON:" and one JSON object.

/// Everything that one batch logs at the Verifier, in its order: each token_diff, the withdrawals,
/// which messages were executed, and who transferred what to whom.
std::vector<std::string> batch_events(const Batch& batch, std::string_view fee_collector);

std::string key_event(std::string_view event, std::string_view account, std::string_view key);
std::vector<std::string> withdraw_events(const ExecutedWithdrawal& withdrawal);
std::string mint_event(
    std::string_view account, std::string_view token, u128 amount, std::string_view memo
);

/// At the token's own contract.
std::string ft_burn_event(std::string_view owner, u128 amount, std::string_view memo);
std::string ft_transfer_event(std::string_view from, std::string_view to, u128 amount);

}  // namespace unrip::sandbox
