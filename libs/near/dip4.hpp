#pragma once

#include "near/fees.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unrip::near {

/// One executed token_diff of one account, as the Verifier logged it.
struct TokenDiffEvent {
    std::string account_id;
    std::string intent_hash;  ///< for a quote of ours: its quote hash
    Deltas diff;              ///< the realised deltas; fees do not come on top
    std::map<std::string, u128> fees_collected;
};

struct IntentExecuted {
    std::string account_id;
    std::string intent_hash;
    std::string nonce;  ///< base64; may be missing in old logs
};

/// What the Verifier's logs say. Other events and plain log lines are passed over.
struct Dip4Events {
    std::vector<TokenDiffEvent> diffs;
    std::vector<IntentExecuted> executed;
    std::uint64_t unreadable = 0;  ///< entries of dip4 that we could not read, and broken JSON
};

/// From the log lines of the Verifier's own receipts: anybody can log the same text from another
/// contract (see `logs_of` in rpc_answers.hpp).
Dip4Events parse_dip4_logs(const std::vector<std::string>& logs);

/// All that happened to one account.
struct AccountChanges {
    Deltas deltas;
    std::map<std::string, u128> fees;
    std::vector<IntentExecuted> executed;
};

Result<AccountChanges> changes_of(const Dip4Events& events, std::string_view account_id);

}  // namespace unrip::near
