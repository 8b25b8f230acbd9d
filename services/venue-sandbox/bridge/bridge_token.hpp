#pragma once

#include "core/int128.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace unrip::sandbox {

/// A token that the bridge carries between its own chain and the Verifier.
struct BridgeToken {
    std::string near_token_id;  ///< "btc.omft.near"
    std::string chain;          ///< "btc:mainnet"
    std::string chain_asset;    ///< "btc:mainnet:native"
    std::string name;           ///< "BTC"
    unsigned decimals = 0;
    u128 min_deposit = 1;
    u128 min_withdrawal = 1;
    u128 withdrawal_fee = 0;

    std::string asset_id() const { return "nep141:" + near_token_id; }
};

/// Chain and asset follow from the token's contract. Nothing for tokens that this bridge does not
/// carry.
std::optional<BridgeToken> bridge_token(
    std::string_view asset_id, std::string_view name, unsigned decimals
);

/// The same for one account on one chain whenever it is asked, and on all EVM chains.
std::string deposit_address(std::string_view account_id, std::string_view chain);

}  // namespace unrip::sandbox
