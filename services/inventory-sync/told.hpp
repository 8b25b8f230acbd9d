#pragma once

#include "messages/intent_inventory.hpp"
#include "messages/venue.hpp"
#include "near/verifier.hpp"
#include "pending.hpp"
#include "policy/policy.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace unrip::inventory_sync {

// From what the nodes answered to what is told. Pure.

/// Whose books, on which contract.
struct Account {
    std::string id;
    std::string contract;
};

/// What is read beside a count, at the same block, from one of the nodes that agreed on it.
struct Rules {
    std::vector<std::pair<near::Salt, bool>> earlier_salts;  ///< And whether each is valid.
    bool accepts_predecessor = false;
    std::vector<near::PublicKey> public_keys;
};

/// How a count came about.
struct Count {
    near::VerifierSnapshot snapshot;
    Instant observed_at;
    messages::CountTrigger trigger = messages::CountTrigger::beat;
    std::uint32_t nodes_asked = 0;
    std::uint32_t nodes_agreed = 0;
};

messages::IntentInventory inventory_of(
    const Account& account,
    const Count& count,
    const std::vector<policy::TokenEntry>& tokens,
    const PendingDeposits& pending
);

messages::Venue venue_of(const Account& account, const Count& count, const Rules& rules);

}  // namespace unrip::inventory_sync
