#pragma once

#include "chain/ledger.hpp"
#include "chain/signed_intent.hpp"
#include "chain/verdict.hpp"

#include <map>
#include <string>
#include <vector>

namespace unrip::sandbox {

using SignedSums = std::map<std::string, i128>;
using Sums = std::map<std::string, u128>;

/// One token_diff that took effect.
struct ExecutedDiff {
    std::string account_id;
    std::string intent_hash;
    DiffEntries diff;
    Sums fees_collected;
    std::string memo;
    std::string referral;
};

/// One signed message whose nonce is used now.
struct ExecutedMessage {
    std::string account_id;
    std::string intent_hash;
    near::Nonce nonce{};
};

struct ExecutedWithdrawal {
    std::string account_id;
    std::string intent_hash;  ///< empty for a direct call
    WithdrawIntent call;
};

/// Millionths, rounded up in the contract's favour, from what is given. Nothing is taken on single
/// items: nep171, and one unit of nep245 or imt.
u128 fee_on(std::string_view token, u128 given, std::uint32_t fee_pips);

/// Carries signed messages out one after the other on a sheet of its own, so that nothing has
/// happened until `write_to` and the first refusal undoes all.
class Batch {
  public:
    Batch(const Ledger& ledger, std::uint32_t fee_pips) : ledger_{ledger}, fee_pips_{fee_pips} {}

    /// Nonce and intents. The rules about signature, key, salt and deadlines come before.
    Verdict apply(const SignedIntent& message);
    Verdict withdraw(std::string_view account, std::string_view hash, const WithdrawIntent& call);

    /// What is left over after fees; empty when the batch is balanced.
    SignedSums unmatched() const;
    bool overflowed() const { return overflowed_; }

    /// Collects the fees and makes it so.
    void write_to(Ledger& ledger, const std::string& fee_collector, std::uint64_t height);

    const std::vector<ExecutedDiff>& diffs() const { return diffs_; }
    const std::vector<ExecutedMessage>& messages() const { return messages_; }
    const std::vector<ExecutedWithdrawal>& withdrawals() const { return withdrawals_; }
    const Sums& fees() const { return fees_; }

  private:
    using Place = std::pair<std::string, std::string>;  ///< account and token

    Verdict apply_diff(const SignedIntent& message, const TokenDiffIntent& intent);
    Verdict move(
        std::string_view account, std::string_view token, i128 delta, Sums& fees_collected
    );
    Verdict take(std::string_view account, std::string_view token, u128 amount);
    Verdict give(std::string_view account, std::string_view token, u128 amount);
    u128& balance_of(std::string_view account, std::string_view token);
    void add_supply(std::string_view token, i128 delta);

    const Ledger& ledger_;
    std::uint32_t fee_pips_;
    std::map<Place, u128> balances_;
    SignedSums supply_;
    Sums fees_;
    bool overflowed_ = false;
    std::vector<ExecutedDiff> diffs_;
    std::vector<ExecutedMessage> messages_;
    std::vector<ExecutedWithdrawal> withdrawals_;
};

}  // namespace unrip::sandbox
