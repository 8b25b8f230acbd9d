#pragma once

#include "book.hpp"
#include "bridge_watch.hpp"
#include "chain.hpp"
#include "checks.hpp"

#include <string>

// What GET /state and GET /withdrawals show. Signed bytes are not shown: whoever has them can send
// them.

namespace unrip::liquidity_manager {

/// One action as its message has it, with `since` and `is_recorded`.
std::string action_json(const Page& page);

/// {"withdrawals":[...]}: every one that is not over, and of the others the newest.
std::string withdrawals_json(const Book& book);

/// The `detail` of /state.
std::string detail_json(
    const Book& book,
    const BridgeWatch& watch,
    const Chain& chain,
    const Locks& locks,
    const Terms& terms
);

}  // namespace unrip::liquidity_manager
