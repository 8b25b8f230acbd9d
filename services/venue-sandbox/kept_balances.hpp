#pragma once

#include "core/result.hpp"
#include "world/scenario.hpp"

#include <string>

namespace unrip::sandbox {

class Chain;

// What the maker holds outlives the venue in a file: a house that remembers its fills, and finds
// its first balances again, could not explain the difference.

/// Puts them in place of the plan's; nothing happens where there is no such file yet.
Result<void> recall_balances(const std::string& path, AccountPlan& maker);

Result<void> keep_balances(const std::string& path, const Chain& chain, const std::string& account);

}  // namespace unrip::sandbox
