#pragma once

#include "core/amount.hpp"
#include "core/asset_id.hpp"
#include "messages/block.hpp"
#include "messages/enum_text.hpp"
#include "messages/envelope.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unrip::messages {

/// Why the chain was read now.
enum class CountTrigger {
    beat,               ///< The regular reading.
    settlement,         ///< A trade of ours settled.
    refresh,            ///< A person asked.
    promises_near_end,  ///< Promises are about to end.
};

template <>
inline constexpr auto kEnumTexts<CountTrigger> = std::to_array<EnumText<CountTrigger>>({
    {CountTrigger::beat, "beat"},
    {CountTrigger::settlement, "settlement"},
    {CountTrigger::refresh, "refresh"},
    {CountTrigger::promises_near_end, "promises_near_end"},
});

/// What we hold of one token on the Verifier.
struct Balance {
    AssetId asset;       ///< The token.
    std::string symbol;  ///< What a person calls it.
    /// Its decimals, so that the number can be read without the policy.
    std::uint32_t decimals = 0;
    Amount spendable;               ///< Base units credited at the block.
    std::optional<Amount> pending;  ///< Base units seen on their way in. Never spendable.

    friend bool operator==(const Balance&, const Balance&) = default;
};

/// What we hold on the Verifier, all read at one final block. Counts with a lower height than one
/// already applied are ignored.
struct IntentInventory {
    static constexpr std::string_view kSubject = "state.intent_inventory";
    static constexpr std::string_view kSchema = "state.intent_inventory/1";

    std::string account_id;           ///< Our account.
    std::string contract;             ///< The Verifier contract.
    Block block;                      ///< The final block that was read.
    std::int64_t observed_at_ns = 0;  ///< When the answer came.
    /// Why it was read now. A count after a settlement has that settlement as its cause.
    CountTrigger trigger = CountTrigger::beat;
    /// One entry for every token of the policy, also when it is zero.
    std::vector<Balance> balances;
    std::uint32_t nodes_asked = 0;   ///< How many RPC nodes were asked.
    std::uint32_t nodes_agreed = 0;  ///< How many gave this answer.

    friend bool operator==(const IntentInventory&, const IntentInventory&) = default;
};

}  // namespace unrip::messages
