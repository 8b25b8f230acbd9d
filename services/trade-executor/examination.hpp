#pragma once

#include "facts.hpp"
#include "messages/execute_trade.hpp"
#include "messages/trade_result.hpp"
#include "policy/policy.hpp"
#include "signing.hpp"
#include "slot_book.hpp"
#include "strategy/executor_limits.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace unrip::trade_executor {

/// What does not change while the executor runs.
struct Rules {
    std::string account_id;
    std::string contract;
    std::string public_key;  ///< "ed25519:..."
    strategy::FreshnessLimits freshness;

    struct PairRules {
        std::string name;
        Pair pair;
        strategy::CommandLimits limits;
    };
    std::vector<PairRules> pairs;

    static Rules of(
        const policy::File& policy,
        std::string account_id,
        std::string contract,
        std::string public_key
    );

    const PairRules* pair_of(const AssetId& in, const AssetId& out) const;
};

/// The executor's own state at the moment of a command.
struct Situation {
    bool is_armed = false;
    bool is_active = false;     ///< We hold the lease.
    bool is_connected = false;  ///< The bus is there, and what it said meanwhile was read again.
    std::size_t unacked = 0;
    Milliseconds oldest_unacked{0};
    bool was_refused = false;  ///< A stream would not take something of ours.
    bool is_following_full = false;
    std::uint64_t epoch = 0;  ///< The highest term heard of.
};

/// What the checks found: a refusal with what was measured, or all that a signature needs.
struct Examined {
    std::optional<messages::ExecutorRefusal> refusal;
    std::optional<messages::Finding> finding;
    std::optional<std::string> detail;

    std::optional<Terms> terms;
    const Rules::PairRules* pair = nullptr;
    Amount notional;
    Reference reference;
    Instant nonce_deadline;
};

/// Every check, in this order: what we are, when it came, who sent it, what it says, its slot and
/// nonce, the facts it leans on, the limits, and whether it can be recorded. The first no counts.
Examined examine(
    const messages::ExecuteTrade& command,
    const Rules& rules,
    const Situation& situation,
    const Facts& facts,
    const SlotBook& slots,
    const strategy::ExecutorLimits& rolling,
    Instant now
);

/// Whether this refusal means that the executor stops: a rolling limit is used up.
bool disarms(messages::ExecutorRefusal refusal);

}  // namespace unrip::trade_executor
