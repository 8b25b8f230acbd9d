#include "near/withdraw_outcome.hpp"

#include "near/json_in.hpp"

#include <nlohmann/json.hpp>

namespace unrip::near {
namespace {

using State = WithdrawOutcome::State;

/// The contract returns the amount really withdrawn, as a JSON text.
Result<Amount> read_withdrawn(const std::string& success_value) {
    const auto value = json_in::parse(success_value);
    if (!value) return value.failure();
    if (!value->is_string()) return fail(Error::Kind::malformed, "not an amount");
    return Amount::parse(value->get_ref<const std::string&>());
}

WithdrawOutcome after_success(const TransactionOutcome& outcome, Amount asked) {
    const auto withdrawn = read_withdrawn(outcome.success_value);
    const auto refunded = withdrawn ? subtract(asked, *withdrawn) : withdrawn;
    if (!refunded) return {State::unclear, {}, {}};
    if (refunded->is_zero()) return {State::withdrawn, *withdrawn, *refunded};
    const auto state = withdrawn->is_zero() ? State::refunded : State::partly_refunded;
    return {state, *withdrawn, *refunded};
}

/// Its first receipt is the contract's own call, which takes the tokens from the balance; what
/// fails after that leaves them gone.
WithdrawOutcome after_failure(const TransactionOutcome& outcome) {
    const bool were_taken = !outcome.receipts.empty() && outcome.receipts.front().succeeded;
    return {were_taken ? State::unclear : State::failed, {}, {}};
}

}  // namespace

std::string_view to_text(State state) {
    switch (state) {
        case State::withdrawn:
            return "withdrawn";
        case State::partly_refunded:
            return "partly_refunded";
        case State::refunded:
            return "refunded";
        case State::failed:
            return "failed";
        case State::unclear:
            return "unclear";
        case State::pending:
            break;
    }
    return "pending";
}

WithdrawOutcome withdraw_outcome(const TransactionOutcome& outcome, Amount asked) {
    switch (outcome.state) {
        case TransactionOutcome::State::success:
            return after_success(outcome, asked);
        case TransactionOutcome::State::failure:
            return after_failure(outcome);
        case TransactionOutcome::State::pending:
            break;
    }
    return {};
}

}  // namespace unrip::near
