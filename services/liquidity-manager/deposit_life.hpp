#pragma once

#include "messages/liquidity_action.hpp"
#include "venue/bridge/bridge_answers.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The life of a deposit: pending -> credited or failed. Pure.

namespace unrip::liquidity_manager {

/// A deposit as the bridge tells it, under a name that is the same every time it is told.
struct NamedDeposit {
    std::string action_id;
    venue::BridgeDeposit deposit;
};

/// Only what is ours. Two that agree in all that does not change (two outputs of one transaction to
/// one address) are told apart by counting them.
std::vector<NamedDeposit> named(
    std::vector<venue::BridgeDeposit> deposits, std::string_view account_id
);

/// Whether the bridge calls it credited.
bool is_credited(const venue::BridgeDeposit& deposit);

/// The next step; nothing when it is known already. `height` is the block in which it was credited,
/// where that could be found out. What was credited once is never credited again.
std::optional<messages::LiquidityAction> next_step(
    const messages::LiquidityAction* known,
    const NamedDeposit& told,
    std::optional<std::uint64_t> height
);

}  // namespace unrip::liquidity_manager
