#pragma once

#include "bridge/bridge_token.hpp"
#include "chain/chain.hpp"

#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace unrip::sandbox {

/// How the bridge ends a withdrawal, or whether it does.
enum class WithdrawalFate { completed, returned, rejected, failed, stalled };

struct BridgeTimes {
    Milliseconds deposit_credited{5'000};   ///< after it was seen on its chain
    Milliseconds deposit_completed{2'000};  ///< after it was credited
    Milliseconds withdrawal_indexed{800};   ///< before that the bridge knows nothing of a burn
    Milliseconds withdrawal_done{8'000};    ///< after the burn
};

enum class DepositState { pending, credited, completed, failed };

struct Deposit {
    std::string tx_hash;
    std::string mint_tx_hash;  ///< empty until there is one
    BridgeToken token;
    u128 amount = 0;
    std::string account_id;
    std::string address;
    std::string from;
    Instant created;
    Instant next_step;
    DepositState state = DepositState::pending;
    bool noticed = true;  ///< else it waits for notify_deposit
    bool stalled = false;
};

enum class WithdrawalState { pending, returning, completed, returned, rejected, failed };

struct Withdrawal {
    std::string tx_hash;           ///< of the burn, on NEAR
    std::string transfer_tx_hash;  ///< on the other chain; empty until it is done
    BridgeToken token;
    u128 amount = 0;
    std::string account_id;
    std::string address;
    Instant created;
    WithdrawalFate fate = WithdrawalFate::completed;
    WithdrawalState state = WithdrawalState::pending;
};

/// "PENDING", as the bridge writes it.
std::string_view to_text(DepositState state);
std::string_view to_text(WithdrawalState state);

/// What comes in from other chains and what leaves for them, and what becomes of it in time.
class BridgeBook {
  public:
    /// Listens to the chain's burns. The chain must outlive it.
    BridgeBook(Chain& chain, std::vector<BridgeToken> tokens, BridgeTimes times, Instant start);
    BridgeBook(const BridgeBook&) = delete;
    BridgeBook& operator=(const BridgeBook&) = delete;
    ~BridgeBook();

    void advance(Instant now);

    /// Somebody sends coins to the account's deposit address: returns the transaction's hash on
    /// that chain. Nothing for a token that the bridge does not carry.
    std::optional<std::string> arrive(
        std::string_view account_id, std::string_view near_token_id, u128 amount, bool noticed
    );
    /// Whether there is such a transaction.
    bool notify(std::string_view tx_hash);

    const BridgeToken* find_token(std::string_view near_token_id) const;
    const std::vector<BridgeToken>& tokens() const { return tokens_; }
    std::vector<BridgeToken>& tokens() { return tokens_; }
    /// The newest last.
    const std::deque<Deposit>& deposits() const { return deposits_; }
    const std::deque<Withdrawal>& withdrawals() const { return withdrawals_; }
    /// Whether the bridge has seen its burn by now.
    bool is_indexed(const Withdrawal& withdrawal) const;

    /// For withdrawals that are burnt from now on.
    void set_fate(WithdrawalFate fate) { fate_ = fate; }
    /// Deposits that arrive from now on stay pending.
    void set_deposits_stalled(bool stalled) { deposits_stalled_ = stalled; }
    BridgeTimes& times() { return times_; }

    static constexpr std::size_t kKept = 5'000;

  private:
    void burnt(const Burn& burn);
    void step(Deposit& deposit);
    void step(Withdrawal& withdrawal);
    std::string next_hash(std::string_view what, std::string_view chain);

    Chain& chain_;
    std::vector<BridgeToken> tokens_;
    BridgeTimes times_;
    Instant now_;
    Instant next_look_;
    WithdrawalFate fate_ = WithdrawalFate::completed;
    bool deposits_stalled_ = false;
    std::deque<Deposit> deposits_;
    std::deque<Withdrawal> withdrawals_;
    std::uint64_t hashes_given_ = 0;
};

}  // namespace unrip::sandbox
