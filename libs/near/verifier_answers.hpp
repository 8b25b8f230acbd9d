#pragma once

#include "near/dip4.hpp"
#include "near/nonce.hpp"
#include "near/public_key.hpp"

namespace unrip::near {

// What the Verifier's view methods return, read from the JSON in ViewAnswer::value.

/// `mt_batch_balance_of`: exactly one amount for each token asked.
Result<std::vector<Amount>> read_balances(std::string_view json, std::size_t count);

/// `mt_balance_of`
Result<Amount> read_balance(std::string_view json);

/// `has_public_key`, `is_nonce_used`, `is_valid_salt`, `is_account_locked`, ...
Result<bool> read_flag(std::string_view json);

/// `public_keys_of`
Result<std::vector<PublicKey>> read_public_keys(std::string_view json);

/// `fee`
Result<Pips> read_fee(std::string_view json);

/// `fee_collector`
Result<std::string> read_account_id(std::string_view json);

/// `current_salt`
Result<Salt> read_salt(std::string_view json);

/// `mt_tokens_for_owner`: their ids
Result<std::vector<std::string>> read_token_ids(std::string_view json);

/// `simulate_intents`
struct Simulation {
    std::vector<IntentExecuted> executed;
    std::vector<std::string> logs;
    Instant min_deadline;
    bool overflowed = false;
    /// What the batch leaves over; for one quote alone that is its own diff with the fee added back
    /// on what it gives, and a good sign.
    Deltas unmatched;
    Pips fee;
    Salt salt{};
};
Result<Simulation> read_simulation(std::string_view json);

}  // namespace unrip::near
