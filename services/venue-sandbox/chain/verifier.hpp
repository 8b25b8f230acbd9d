#pragma once

#include "chain/batch.hpp"
#include "chain/ledger.hpp"
#include "chain/nonce_rules.hpp"
#include "chain/salts.hpp"
#include "chain/signed_intent.hpp"

#include <string>
#include <vector>

namespace unrip::sandbox {

struct VerifierSettings {
    std::string contract_id = "intents.near";
    std::string fee_collector = "fee.intents.near";
    std::uint32_t fee_pips = 1;  ///< millionths
    bool legacy_nonces = true;   ///< still taken by the contract, with a threat to end it
    near::Salt first_salt{0x25, 0x28, 0x12, 0xb3};
};

/// Whether a judgement includes the signature. Put off, it is still owed: keep the proof.
enum class Signatures { check, put_off };

/// What became of a batch.
struct BatchOutcome {
    Verdict verdict;
    std::vector<ExecutedDiff> diffs;
    std::vector<ExecutedMessage> messages;
    std::vector<ExecutedWithdrawal> withdrawals;
    std::vector<std::string> logs;
    SignedSums unmatched;
    bool overflowed = false;
    Instant min_deadline;
};

/// The rules of the Verifier contract, without blocks and transactions. `height` is the block in
/// which a change happens.
class Verifier {
  public:
    explicit Verifier(VerifierSettings settings);

    /// One message alone: everything except that its batch comes out even.
    Verdict judge(const SignedIntent& message, Instant now, Signatures signatures) const;

    /// All or nothing.
    BatchOutcome execute(
        const std::vector<SignedIntent>& messages, Instant now, std::uint64_t height
    );
    /// Leaves nothing behind, and tells an unbalanced batch by what is left over.
    BatchOutcome simulate(const std::vector<SignedIntent>& messages, Instant now) const;

    // Direct calls, with the caller as the account.
    Verdict add_key(std::string_view account, const near::PublicKey& key, std::uint64_t height);
    Verdict remove_key(std::string_view account, const near::PublicKey& key, std::uint64_t height);
    Verdict withdraw(std::string_view account, const WithdrawIntent& call, std::uint64_t height);

    /// Used nonces past their deadline, or of a salt that is no longer valid, are forgotten.
    std::size_t clean_up_nonces(Instant now);

    const VerifierSettings& settings() const { return settings_; }
    std::uint32_t fee_pips(std::uint64_t height = kNewest) const { return fee_.at(height); }
    void set_fee(std::uint32_t pips, std::uint64_t height) { fee_.set(height, pips); }
    bool is_paused() const { return paused_; }
    void set_paused(bool paused) { paused_ = paused; }

    Ledger& ledger() { return ledger_; }
    const Ledger& ledger() const { return ledger_; }
    Salts& salts() { return salts_; }
    const Salts& salts() const { return salts_; }

  private:
    /// Up to the nonce's use, in the contract's order.
    Verdict judge_message(const SignedIntent& message, Instant now, Signatures signatures) const;
    Verdict may_call(std::string_view account) const;
    Verdict run(Batch& batch, const std::vector<SignedIntent>& messages, Instant now) const;

    VerifierSettings settings_;
    Ledger ledger_;
    Salts salts_;
    Versioned<std::uint32_t> fee_;
    bool paused_ = false;
};

}  // namespace unrip::sandbox
