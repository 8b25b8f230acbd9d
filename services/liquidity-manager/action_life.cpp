#include "action_life.hpp"

#include <utility>

namespace unrip::liquidity_manager {
namespace {

using messages::LiquidityAction;
using messages::LiquidityKind;
using State = messages::LiquidityState;
using Step = std::optional<LiquidityAction>;

/// What belongs to one step alone is not carried into the next.
LiquidityAction step_to(State state, const LiquidityAction& action) {
    auto next = action;
    next.state = state;
    ++next.step;
    next.balance_delta.reset();
    next.detail.reset();
    return next;
}

LiquidityAction step_to(State state, const LiquidityAction& action, std::string detail) {
    auto next = step_to(state, action);
    next.detail = std::move(detail);
    return next;
}

/// What left the Verifier. Amounts beyond 127 bits can't be held there.
std::optional<i128> as_loss(Amount amount) {
    if (amount.atoms() > static_cast<u128>(kI128Max)) return std::nullopt;
    return -static_cast<i128>(amount.atoms());
}

LiquidityAction withdrawn(const LiquidityAction& action, const Final& final) {
    const auto& outcome = final.outcome;
    auto next = step_to(State::executed, action);
    next.block_height = final.height;
    next.balance_delta = as_loss(outcome.withdrawn);
    if (!outcome.refunded.is_zero()) {
        next.detail = "only " + outcome.withdrawn.to_string() + " left the account; " +
                      outcome.refunded.to_string() + " were credited back";
    }
    return next;
}

class After {
  public:
    explicit After(const LiquidityAction& action) : action_{action} {}

    Step operator()(const RoomAsked&) const {
        if (action_.kind != LiquidityKind::withdrawal || !is(State::requested)) return {};
        return step_to(State::reserving, action_);
    }

    Step operator()(const Signed& given) const {
        const bool may = action_.kind == LiquidityKind::withdrawal
                             ? is(State::reserving) && given.room.has_value()
                             : is_execution() && is(State::requested);
        if (!may) return {};
        auto next = step_to(State::prepared, action_);
        next.tx_hash = given.tx_hash;
        next.signed_tx_base64 = given.signed_base64;
        next.tx_nonce = given.nonce;
        if (given.room) {
            next.commitments_revision = given.room->commitments_revision;
            next.inventory_id = given.room->inventory;
        }
        return next;
    }

    Step operator()(const Handed&) const {
        if (!is(State::prepared)) return {};
        return step_to(State::sent, action_);
    }

    Step operator()(const Final& final) const {
        using Outcome = near::WithdrawOutcome::State;
        if (action_.kind != LiquidityKind::withdrawal || !is_in_flight(action_)) return {};
        switch (final.outcome.state) {
            case Outcome::withdrawn:
            case Outcome::partly_refunded:
                return withdrawn(action_, final);
            case Outcome::refunded: {
                auto next = step_to(
                    State::refunded,
                    action_,
                    "the token refused the transfer; the Verifier credited all of it back"
                );
                next.block_height = final.height;
                return next;
            }
            case Outcome::failed:
                return step_to(State::rejected, action_, "the transaction failed: nothing moved");
            case Outcome::unclear:
                return unclear(final);
            case Outcome::pending:
                break;
        }
        return {};
    }

    Step operator()(const ExecutionFinal& final) const {
        if (!is_execution() || !is_in_flight(action_)) return {};
        auto next = final.succeeded ? step_to(State::executed, action_)
                                    : step_to(State::rejected, action_, final.detail);
        next.block_height = final.height;
        return next;
    }

    Step operator()(const NeverTaken& never) const {
        if (!is_in_flight(action_)) return {};
        return step_to(State::rejected, action_, never.why);
    }

    Step operator()(const Lost& lost) const {
        if (!is_in_flight(action_)) return {};
        return step_to(State::unknown, action_, lost.why);
    }

    Step operator()(const TooOldForTheChain&) const {
        if (!is(State::sent) || action_.signed_tx_base64) return {};
        return step_to(State::bridging, action_, "no node knows the transaction; the bridge may");
    }

    Step operator()(const LookAgain&) const {
        if (action_.kind != LiquidityKind::withdrawal || !is(State::unknown)) return {};
        return step_to(State::sent, action_, "a person had it looked for again");
    }

    Step operator()(const BridgeSaid& said) const {
        if (!is(State::executed) && !is(State::bridging)) return {};
        if (action_.kind != LiquidityKind::withdrawal) return {};
        return after_bridge(said.withdrawal);
    }

    Step operator()(const GivenUp& given) const {
        if (!is(State::requested) && !is(State::reserving)) return {};
        return step_to(State::cancelled, action_, given.why);
    }

  private:
    bool is(State state) const { return action_.state == state; }
    bool is_execution() const { return action_.kind == LiquidityKind::execution; }

    /// A transaction of our own returns the amount; one made elsewhere may have withdrawn in
    /// another way, and the bridge knows.
    Step unclear(const Final& final) const {
        const bool is_ours = action_.signed_tx_base64.has_value();
        auto next = is_ours ? step_to(
                                  State::unknown,
                                  action_,
                                  "the chain does not say how much left the account: look at the "
                                  "balance before anything is sent again"
                              )
                            : step_to(State::bridging, action_, "the chain does not say how much");
        next.block_height = final.height;
        return next;
    }

    Step after_bridge(const venue::BridgeWithdrawal& said) const {
        using Status = venue::WithdrawalStatus;
        const auto word = std::string{to_text(said.status)};
        switch (said.status) {
            case Status::completed:
                return with_facts(step_to(State::completed, action_), said);
            case Status::failed:
            case Status::rejected:
                return with_facts(
                    step_to(
                        State::failed,
                        action_,
                        "the bridge says " + word + ": the tokens left the Verifier in " +
                            action_.tx_hash.value_or("an unknown transaction") + "; ask the bridge"
                    ),
                    said
                );
            case Status::returned:
                return with_facts(
                    step_to(State::returned, action_, "the bridge sent the tokens back"), said
                );
            case Status::not_found:
                return {};
            case Status::pending:
            case Status::awaiting:
            case Status::returning:
            case Status::unknown:
                break;
        }
        if (is(State::bridging) && action_.detail == word) return {};
        return with_facts(step_to(State::bridging, action_, word), said);
    }

    static LiquidityAction with_facts(LiquidityAction next, const venue::BridgeWithdrawal& said) {
        if (said.transfer_tx_hash) next.outside_tx_hash = said.transfer_tx_hash;
        if (said.withdrawal_fee) next.fee = said.withdrawal_fee;
        return next;
    }

    const LiquidityAction& action_;
};

}  // namespace

std::optional<LiquidityAction> after(const LiquidityAction& action, const Happening& happening) {
    return std::visit(After{action}, happening);
}

bool is_over(const LiquidityAction& action) {
    switch (action.state) {
        case State::requested:
        case State::reserving:
        case State::prepared:
        case State::sent:
        case State::bridging:
        case State::pending:
            return false;
        case State::executed:
            return action.kind == LiquidityKind::execution;
        case State::credited:
        case State::completed:
        case State::refunded:
        case State::returned:
        case State::rejected:
        case State::failed:
        case State::cancelled:
        case State::unknown:
            return true;
    }
    return true;
}

bool is_in_flight(const LiquidityAction& action) {
    return action.state == State::prepared || action.state == State::sent;
}

}  // namespace unrip::liquidity_manager
