#pragma once

#include "core/amount.hpp"
#include "core/asset_id.hpp"
#include "core/result.hpp"

#include <optional>
#include <string>
#include <string_view>

// What people ask on the control port, read from its JSON. Malformed: a whole sentence that names
// the field. Unknown fields are refused: a misspelt destination_address would send the money to the
// default one.

namespace unrip::liquidity_manager {

/// The body of /withdraw and of /withdrawal-estimate.
struct WithdrawRequest {
    AssetId asset;
    Amount amount;  ///< What leaves the Verifier, in base units; the bridge's fee is inside.
    std::optional<std::string> address;
};
Result<WithdrawRequest> read_withdraw(std::string_view body);

/// A withdrawal that was made elsewhere.
struct TrackRequest {
    std::string withdrawal_hash;  ///< The NEAR transaction in which the tokens were burnt.
    AssetId asset;
    std::string chain;
    Amount amount;
};
Result<TrackRequest> read_track(std::string_view body);

struct FreezeRequest {
    bool frozen = true;
    std::string reason;
};
Result<FreezeRequest> read_freeze(std::string_view body);

/// The header Idempotency-Key: 1 to 128 printable letters without spaces.
bool is_idempotency_key(std::string_view text);

}  // namespace unrip::liquidity_manager
