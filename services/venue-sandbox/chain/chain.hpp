#pragma once

#include "chain/access_keys.hpp"
#include "chain/auditor.hpp"
#include "chain/blocks.hpp"
#include "chain/profit.hpp"
#include "chain/transactions.hpp"
#include "chain/verifier.hpp"

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace unrip::sandbox {

struct ChainSettings {
    VerifierSettings verifier;
    std::string relayer_id = "solver-relay.near";  ///< pays for settlements
    Milliseconds block_interval{800};
    unsigned final_lag = 3;
    /// Also tells this chain from others of the same seed: no hash of one is one of another.
    std::uint64_t first_height = 187'000'000;
    std::uint64_t seed = 1;
};

/// What the control port may spoil.
struct ChainFaults {
    bool halted = false;                      ///< no blocks
    Milliseconds time_offset{0};              ///< block time runs ahead (positive) or behind
    std::set<std::string> failing_transfers;  ///< contracts of tokens whose transfers fail
    bool settlements_dropped = false;         ///< settlements are taken and never included
};

struct ChainStats {
    std::uint64_t height = 0;
    std::uint64_t final_height = 0;
    Instant block_time;
    std::uint64_t transactions = 0;
    std::uint64_t settlements = 0;  ///< executed
    std::uint64_t settlements_failed = 0;
    std::map<std::string, std::uint64_t> failed_by_reason;
    std::uint64_t withdrawals = 0;
    std::uint64_t used_nonces = 0;
    AuditorStats auditor;
};

/// Told when a settlement has been executed in a block, or has failed there.
struct Settlement {
    std::string tx_hash;
    Block block;
    BatchOutcome outcome;
};
using SettlementDone = std::function<void(const Settlement&)>;

/// Tokens that were burnt for another chain: the bridge's cue.
struct Burn {
    std::string tx_hash;
    std::string account_id;
    std::string token;  ///< the contract, without a standard
    u128 amount = 0;
    std::string memo;
    Instant at;
};

/// Why a transaction was not taken.
struct InvalidTransaction {
    enum class Kind {
        unknown_signer,
        unknown_key,
        nonce_not_larger,
        nonce_too_large,
        expired,         ///< its reference block is unknown or too old
        too_many_calls,  ///< the sandbox carries out one action in a transaction
        deposit_by_function_key,
    };
    Kind kind = Kind::unknown_signer;
    std::uint64_t tx_nonce = 0;
    std::uint64_t key_nonce = 0;
};

/// The simulated chain: one Verifier contract, tokens that come and go, and blocks. Pure: time
/// comes in, and nothing happens on its own.
class Chain {
  public:
    Chain(ChainSettings settings, Instant start);
    Chain(const Chain&) = delete;
    Chain& operator=(const Chain&) = delete;

    /// Produces the blocks that are due by now, each with its transactions. At most some seconds'
    /// worth at a time: whoever slept longer gets a gap, as on a chain that stood still.
    void advance(Instant now);
    Instant next_block_at() const { return next_block_at_; }

    // For the relay.

    /// At the newest block, as an execution in the next one would see it.
    Verdict judge(const SignedIntent& message, Signatures signatures) const;
    /// A message with a good signature is out: the auditor counts it until it ends. For every
    /// answer a solver gives, also for those that lose.
    void note_signed(const SignedIntent& message) { auditor_.signed_message(message, now_); }
    /// Joins the messages into one execute_intents, paid by the relay. Returns the transaction's
    /// hash at once; `done` comes from `advance`, from the block in which it is executed.
    std::string settle(std::vector<SignedIntent> messages, SettlementDone done);

    // For nodes.

    /// Takes it, or says why not. Bytes that are known already are taken once more and change
    /// nothing.
    std::optional<InvalidTransaction> submit(const near::DecodedTransaction& decoded);
    const TransactionRecord* transaction(std::string_view hash) const;
    const Blocks& blocks() const { return blocks_; }
    const Verifier& verifier() const { return verifier_; }
    const AccessKeys& access_keys() const { return access_keys_; }
    const ChainSettings& settings() const { return settings_; }

    // For the bridge.

    /// Minted and credited in the next block; returns the minting transaction's hash.
    std::string deposit(std::string_view account, std::string_view token, u128 amount);
    void on_burn(std::function<void(const Burn&)> listener) { burnt_ = std::move(listener); }

    /// What `work` sets holds since the first block, so it is final at once: for what an account
    /// had before anybody looked.
    Result<void> from_the_beginning(const std::function<Result<void>()>& work);

    // For the control port; each takes effect with the next block's state.

    void set_balance(std::string_view account, std::string_view token, u128 balance);
    void credit(std::string_view account, std::string_view token, u128 amount);
    void register_key(std::string_view account, const near::PublicKey& key);
    void remove_key(std::string_view account, const near::PublicKey& key);
    void add_access_key(std::string_view account, const near::PublicKey& key, bool full_access);
    void set_locked(std::string_view account, bool locked);
    void set_direct_calls(std::string_view account, bool taken);
    void set_paused(bool paused) { verifier_.set_paused(paused); }
    void set_fee(std::uint32_t pips) { verifier_.set_fee(pips, pending_height()); }
    /// Returns the new salt. Signatures under an invalidated one are dead at once.
    near::Salt rotate_salt(bool invalidate_former);
    bool invalidate_salt(const near::Salt& salt);
    std::size_t clean_up_nonces();
    void set_block_interval(Milliseconds interval) { settings_.block_interval = interval; }
    ChainFaults& faults() { return faults_; }

    /// Used for each trade at its moment, and for `profit`.
    void set_prices(UnitPrice prices) { prices_ = std::move(prices); }
    /// What the trading of an account has truly come to.
    Profit profit(std::string_view account) const;
    ChainStats stats() const;
    const Auditor& auditor() const { return auditor_; }

  private:
    using Work = std::function<void(const Block&)>;
    using Record = std::shared_ptr<TransactionRecord>;
    struct Transfer;

    std::uint64_t pending_height() const {
        return is_beginning_ ? settings_.first_height : blocks_.newest().height + 1;
    }
    void produce(Instant time);
    std::string next_hash(std::string_view what);
    Record remember(TransactionRecord record);
    /// In the next block the transaction is included, in the one after it is carried out.
    void enqueue(const Record& record, std::function<void(const Block&, ReceiptOutcome&)> work);
    void finish(const Record& record, ReceiptOutcome receipt);

    void call(const Record& record, const Block& block, ReceiptOutcome& receipt);
    void run_signed(
        const Record& record,
        const std::vector<SignedIntent>& messages,
        const Block& block,
        ReceiptOutcome& receipt,
        const SettlementDone& done
    );
    Verdict change_key(
        const TransactionRecord& record,
        const near::FunctionCall& call,
        const Block& block,
        ReceiptOutcome& receipt
    );
    Verdict withdraw(
        const Record& record,
        const near::FunctionCall& call,
        const Block& block,
        ReceiptOutcome& receipt
    );
    /// Returns the receipt whose value says how much was withdrawn.
    std::string start_transfer(
        const Record& record, const ExecutedWithdrawal& withdrawal, ReceiptOutcome& parent
    );
    void transfer(const Transfer& transfer, const Block& block);
    void resolve(const Transfer& transfer, bool succeeded, const Block& block);

    void drop_dead_salts();
    void took_effect(const BatchOutcome& outcome, const std::string& tx_hash);
    void look_for_breach(std::string_view account, std::string_view token, std::string_view cause);

    ChainSettings settings_;
    ChainFaults faults_;
    Verifier verifier_;
    AccessKeys access_keys_;
    Blocks blocks_;
    Auditor auditor_;
    ProfitBook profits_;
    UnitPrice prices_;
    bool is_beginning_ = false;
    Instant now_;
    Instant next_block_at_;
    std::vector<Work> next_block_;
    ByText<Record> transactions_;
    std::deque<std::string> transaction_order_;
    std::function<void(const Burn&)> burnt_;
    std::uint64_t hashes_given_ = 0;
    ChainStats stats_;
};

}  // namespace unrip::sandbox
