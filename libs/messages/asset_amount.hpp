#pragma once

#include "core/amount.hpp"
#include "core/asset_id.hpp"
#include "core/int128.hpp"

namespace unrip::messages {

/// So much of one token.
struct AssetAmount {
    AssetId asset;  ///< The token.
    Amount amount;  ///< How much of it, in base units.

    friend bool operator==(const AssetAmount&, const AssetAmount&) = default;
};

/// A change of one token's balance, seen from our account.
struct AssetDelta {
    AssetId asset;   ///< The token.
    i128 delta = 0;  ///< The change in base units: positive is received, negative is given.

    friend bool operator==(const AssetDelta&, const AssetDelta&) = default;
};

}  // namespace unrip::messages
