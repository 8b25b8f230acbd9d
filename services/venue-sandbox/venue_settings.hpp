#pragma once

#include "bridge/bridge_book.hpp"
#include "chain/chain.hpp"
#include "relay/relay_rules.hpp"
#include "world/scenario.hpp"
#include "world/world.hpp"

namespace unrip::sandbox {

// What a scenario says, in the words of the parts of the venue.

/// A chain begun later begins higher than the one before it can have grown: what remembers that one
/// takes this one for its continuation.
ChainSettings chain_settings(const Scenario& scenario, Instant start);
RelayRules relay_rules(const Scenario& scenario);
BridgeTimes bridge_times(const Scenario& scenario);
/// Those of the pairs that it carries.
std::vector<BridgeToken> bridge_tokens(const Scenario& scenario);

/// Gives the maker what the scenario says it has: balances and keys.
Result<void> furnish(Chain& chain, const AccountPlan& account);

/// One key, for intents at the Verifier and for transactions of the account.
Result<void> register_key(Chain& chain, std::string_view account, std::string_view key);

/// What base units of tokens are truly worth, in the quote token of the first pair.
UnitPrice unit_price(World& world, const Clock& clock);

}  // namespace unrip::sandbox
