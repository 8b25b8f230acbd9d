#pragma once

#include "core/amount.hpp"
#include "core/asset_id.hpp"

#include <string>

namespace unrip::messages {

/// Funds that a withdrawal has asked for: no slot may be opened on them.
struct Withheld {
    std::string action_id;  ///< The withdrawal.
    AssetId asset;          ///< The token.
    Amount amount;          ///< How much, in base units.

    friend bool operator==(const Withheld&, const Withheld&) = default;
};

}  // namespace unrip::messages
