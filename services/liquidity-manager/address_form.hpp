#pragma once

#include <string_view>

namespace unrip::liquidity_manager {

/// Whether a text can be an address of the bridge's chain ("btc:mainnet", "eth:100"). What is sent
/// to a mistyped address is gone, so the check sums of Bitcoin and of Ethereum's mixed case are
/// verified; of other chains only the letters. Whose address it is, nobody can tell.
bool is_address_of(std::string_view chain, std::string_view address);

}  // namespace unrip::liquidity_manager
