#pragma once

#include "messages/block.hpp"
#include "messages/envelope.hpp"
#include "messages/intent_inventory.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unrip::messages {

/// A salt that stands in nonces of ours.
struct SaltState {
    std::string salt;       ///< 8 hex digits.
    bool is_valid = false;  ///< Whether the contract still accepts it.

    friend bool operator==(const SaltState&, const SaltState&) = default;
};

/// The Verifier's rules of the day, read at the same final block as a count.
struct Venue {
    static constexpr std::string_view kSubject = "state.venue";
    static constexpr std::string_view kSchema = "state.venue/1";

    std::string account_id;                     ///< Our account.
    std::string contract;                       ///< The Verifier contract.
    Block block;                                ///< The final block that was read.
    std::int64_t observed_at_ns = 0;            ///< When the answer came.
    CountTrigger trigger = CountTrigger::beat;  ///< Why it was read now.
    std::string current_salt;                   ///< The salt for new nonces, 8 hex digits.
    /// The salts of earlier nonces that may still be open, and whether each is valid.
    std::vector<SaltState> salts;
    std::uint32_t fee_ppm = 0;       ///< The protocol's fee in millionths (its unit, the pip).
    bool is_account_locked = false;  ///< The account can't trade or withdraw.
    /// Whether our account may call the contract directly, as withdrawals do.
    std::optional<bool> is_auth_by_predecessor_enabled;
    /// The contract refuses intents. Absent when it can't be known.
    std::optional<bool> is_paused;
    /// The keys registered for our account: a quote signed by another one fails.
    std::vector<std::string> public_keys;
    std::uint32_t nodes_asked = 0;   ///< How many RPC nodes were asked.
    std::uint32_t nodes_agreed = 0;  ///< How many gave this answer.

    friend bool operator==(const Venue&, const Venue&) = default;
};

}  // namespace unrip::messages
