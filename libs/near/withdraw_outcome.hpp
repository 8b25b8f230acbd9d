#pragma once

#include "core/amount.hpp"
#include "near/rpc_answers.hpp"

namespace unrip::near {

/// What became of a direct `ft_withdraw`. Success of the transaction does not say it: a transfer
/// that the token refused ends in success too, with the value "0".
struct WithdrawOutcome {
    enum class State {
        pending,
        withdrawn,        ///< all of it
        partly_refunded,  ///< some of it
        refunded,         ///< none of it; the balance is back
        failed,           ///< nothing happened
        unclear,          ///< the value can't be read, or it failed with the tokens taken: look at
                          ///< the balance
    };

    State state = State::pending;
    Amount withdrawn;
    Amount refunded;
};

std::string_view to_text(WithdrawOutcome::State state);

WithdrawOutcome withdraw_outcome(const TransactionOutcome& outcome, Amount asked);

}  // namespace unrip::near
