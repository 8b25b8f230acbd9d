#pragma once

#include "core/amount.hpp"
#include "net/task.hpp"
#include "ports.hpp"

#include <string>
#include <vector>

namespace unrip::unripctl {

/// A token as liquidity-manager knows it.
struct KnownToken {
    std::string asset;
    std::string symbol;
    std::string chain;
    unsigned decimals = 0;
};

/// Found by its symbol or its id, in any case of letters. The error names those that there are.
Result<KnownToken> find_token(const Json& manager_state, const std::string& name);

/// "0.5 BTC" out of "50000000" base units of a known asset; the units where it is not known.
std::string stock_text(
    const Json& manager_state, const std::string& asset, const std::string& units
);

}  // namespace unrip::unripctl
