#pragma once

#include <string_view>

namespace unrip::strategy {

/// Which of the executor's own limits says no. The texts are those of the wire.
enum class ExecutorRefusal {
    malformed_command,         ///< The command contradicts itself.
    command_expired,           ///< It came too late.
    over_slot_cap,             ///< More than the slot may give.
    deadline_too_late,         ///< Too close to the nonce's deadline, or longer than allowed.
    deadline_too_soon,         ///< Over before it could be taken.
    unsupported_asset,         ///< Not a token of this executor's policy.
    over_notional_limit,       ///< Worth more than one quote may be.
    price_out_of_band,         ///< Too far from the reference that the executor hears itself.
    signed_notional_limit,     ///< The rolling limit of signed notional is used up.
    settled_notional_limit,    ///< The rolling limit of settled notional is used up.
    realised_loss_limit,       ///< The rolling limit of realised loss is used up.
    failed_settlements_limit,  ///< Too many settlements in a row failed.
};

std::string_view to_text(ExecutorRefusal refusal);

}  // namespace unrip::strategy
