#pragma once

#include "core/amount.hpp"
#include "core/ids.hpp"
#include "messages/liquidity_action.hpp"
#include "near/withdraw_outcome.hpp"
#include "venue/bridge/bridge_withdrawals.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

// The life of a withdrawal and of an execution. Pure: what happened goes in, the next step comes
// out.
//
//   requested -> reserving -> prepared -> sent -> executed -> bridging -> completed
//       |            |           |         |         |            |-----> failed, returned
//       cancelled <--'           '-------- '---------> rejected, refunded, unknown
//
// An execution needs no room and no bridge: requested -> prepared -> sent -> executed.

namespace unrip::liquidity_manager {

/// The strategy is asked to make room.
struct RoomAsked {};

/// What the strategy said: the record that holds the funds back, and the count it was checked with.
struct Room {
    std::uint64_t commitments_revision = 0;
    std::optional<MessageId> inventory;
};

/// Signed, and not yet sent. A withdrawal needs room for it.
struct Signed {
    std::string tx_hash;
    std::string signed_base64;
    std::uint64_t nonce = 0;
    std::optional<Room> room;
};

/// A node has had the bytes; what became of them is not final.
struct Handed {};

/// The transaction stands in final blocks, up to this height.
struct Final {
    near::WithdrawOutcome outcome;
    std::uint64_t height = 0;
};

/// The same for an execution, which moves nothing.
struct ExecutionFinal {
    bool succeeded = false;
    std::uint64_t height = 0;
    std::string detail;
};

/// The bytes never took effect and never will.
struct NeverTaken {
    std::string why;
};

/// Nobody can tell whether the bytes took effect.
struct Lost {
    std::string why;
};

/// No node knows a transaction that was made elsewhere any more; the bridge may.
struct TooOldForTheChain {};

/// A person wants one whose end nobody could tell to be looked for once more.
struct LookAgain {};

struct BridgeSaid {
    venue::BridgeWithdrawal withdrawal;
};

/// Given up before anything was signed.
struct GivenUp {
    std::string why;
};

using Happening = std::variant<
    RoomAsked,
    Signed,
    Handed,
    Final,
    ExecutionFinal,
    NeverTaken,
    Lost,
    TooOldForTheChain,
    LookAgain,
    BridgeSaid,
    GivenUp>;

/// The next step; nothing when what happened changes nothing in this state, or can't be.
std::optional<messages::LiquidityAction> after(
    const messages::LiquidityAction& action, const Happening& happening
);

/// Nothing will happen to it any more.
bool is_over(const messages::LiquidityAction& action);

/// Its bytes may be on their way to the chain, or there already.
bool is_in_flight(const messages::LiquidityAction& action);

}  // namespace unrip::liquidity_manager
