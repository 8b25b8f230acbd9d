#pragma once

#include "chain/ledger.hpp"
#include "chain/signed_intent.hpp"

#include <deque>
#include <functional>
#include <queue>
#include <string>
#include <vector>

namespace unrip::sandbox {

/// A moment at which an account had promised more of a token than it held.
struct Breach {
    Instant at;
    std::string account_id;
    std::string token;
    u128 committed = 0;
    u128 balance = 0;
    std::string cause;  ///< the quote hash that went too far, or what took the balance away
};

struct AuditorStats {
    std::uint64_t signatures = 0;   ///< all that were ever noted
    std::uint64_t live_nonces = 0;  ///< under which something can still be carried out
    std::uint64_t breaches = 0;
};

/// Every signed message can be carried out until its deadline, or until its nonce is used. So an
/// account is over-committed when the sum, over its live nonces, of the most that one message under
/// each nonce may take, exceeds what it holds. Messages under one nonce exclude each other: of
/// those only the largest counts.
class Auditor {
  public:
    /// Looked up at each check.
    using Balance = std::function<u128(std::string_view account, std::string_view token)>;

    explicit Auditor(Balance balance) : balance_{std::move(balance)} {}

    /// A message whose signature is good is out in the world from now on.
    void signed_message(const SignedIntent& message, Instant now);

    void nonce_used(std::string_view account, const near::Nonce& nonce);
    void salts_changed(const std::function<bool(const near::Salt&)>& is_valid);
    /// The next block can't be earlier than this.
    void time_passed(Instant block_time);
    /// After anything that may have lowered it.
    void balance_changed(
        std::string_view account, std::string_view token, Instant now, std::string_view cause
    );

    u128 committed(std::string_view account, std::string_view token) const;
    AuditorStats stats() const;
    /// The latest, oldest first; `stats` counts all.
    const std::deque<Breach>& breaches() const { return breaches_; }

    static constexpr std::size_t kBreachesKept = 1'000;

  private:
    /// Of two messages the one that takes no more and ends no later adds nothing: it is left out.
    struct Claim {
        u128 amount = 0;
        Instant deadline;
    };
    struct Nonce {
        ByText<std::vector<Claim>> claims;  ///< by token
        Instant next_look = Instant::max();
    };
    struct Account {
        std::unordered_map<near::Nonce, Nonce, NonceHash> nonces;
        ByText<u128> committed;
    };
    struct Ending {
        Instant deadline;
        std::string account_id;
        near::Nonce nonce{};

        bool operator>(const Ending& other) const { return deadline > other.deadline; }
    };

    static u128 most(const std::vector<Claim>& claims);
    static void drop_ended(Account& account, Nonce& nonce, Instant block_time);
    static void release(Account& account, const Nonce& nonce);
    void look_at(std::string_view account_id, const near::Nonce& nonce, Nonce& state);
    void examine(
        std::string_view account_id,
        const Account& account,
        std::string_view token,
        Instant now,
        std::string_view cause
    );

    Balance balance_;
    ByText<Account> accounts_;
    std::priority_queue<Ending, std::vector<Ending>, std::greater<>> endings_;
    std::deque<Breach> breaches_;
    AuditorStats stats_;
};

}  // namespace unrip::sandbox
