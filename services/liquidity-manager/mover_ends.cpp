#include "mover.hpp"
#include "runtime/fault_point.hpp"
#include "runtime/service.hpp"

#include <utility>

// What becomes of a transaction that was signed: on the chain, and at the bridge.

namespace unrip::liquidity_manager {
namespace {

using messages::LiquidityKind;
using messages::LiquidityState;
using Report = near::SendReport;

constexpr Milliseconds kLook{1'000};
constexpr Handed kHanded;
constexpr std::size_t kFailureShown = 400;

std::string why(const Report& report) {
    return report.error ? near::to_failure(*report.error).error.detail : "the node did not say why";
}

}  // namespace

Task<void> Mover::follow(Action action) {
    if (!is_due(action.action_id, kLook)) co_return;
    // The step after it may have been written long after, by a process that came back.
    if (action.state == LiquidityState::prepared) {
        doubts_.signed_at(action.action_id, book_.find(action.action_id)->since);
    }
    auto name = action.action_id;
    auto hash = action.tx_hash.value_or("");
    const bool is_ours = action.signed_tx_base64.has_value();
    if (is_ours && may_send(action) && chain_.can_sign()) {
        auto report = co_await chain_.resume(action);
        runtime::fault_point("liquidity.sent_again");
        co_await settle(std::move(name), std::move(report));
        co_return;
    }
    auto report = co_await chain_.look(std::move(hash));
    const bool is_unknown =
        report.error && report.error->kind == near::RpcError::Kind::unknown_transaction;
    if (is_unknown && !is_ours) {
        TooOldForTheChain forgotten;
        co_await write(action, forgotten);
        co_return;
    }
    if (is_unknown) {
        observe_.waits(action);
        co_return;
    }
    co_await settle(std::move(name), std::move(report));
}

Task<void> Mover::settle(std::string action_id, Report report) {
    const auto action = book_.find(action_id)->action;
    switch (report.state) {
        case Report::State::success:
        case Report::State::failure:
            co_await settle_final(action, std::move(report));
            break;
        case Report::State::rejected: {
            NeverTaken never{why(report)};
            co_await write(action, std::move(never));
            break;
        }
        case Report::State::unknown:
            co_await write(action, kHanded);
            co_await doubt(action, std::move(report));
            break;
    }
}

Task<void> Mover::settle_final(Action action, Report report) {
    const bool is_withdrawal = action.kind == LiquidityKind::withdrawal;
    const auto withdrawn = near::withdraw_outcome(report.outcome, action.amount.value_or(Amount{}));
    if (is_withdrawal && withdrawn.state == near::WithdrawOutcome::State::failed) {
        const auto& words = report.outcome.failure;
        NeverTaken never{"the transaction failed: " + words.substr(0, kFailureShown)};
        co_await write(action, std::move(never));
        co_return;
    }
    auto outcome = report.outcome;
    const auto height = co_await chain_.height_of(std::move(outcome));
    if (!height) {
        observe_.not_done("the block of a transaction", height.error());
        co_await write(action, kHanded);
        co_return;
    }
    if (!is_withdrawal) {
        const bool succeeded = report.state == Report::State::success;
        ExecutionFinal final{succeeded, *height, report.outcome.failure.substr(0, kFailureShown)};
        co_await write(action, std::move(final));
        co_return;
    }
    const Final final{withdrawn, *height};
    co_await write(action, final);
}

Task<void> Mover::doubt(Action action, Report report) {
    const auto& clock = service_.clock();
    auto end = doubts_.look(action.action_id, report, clock.tick(), clock.now());
    if (!end) co_return;
    const auto current = book_.find(action.action_id)->action;
    co_await write(current, std::move(*end));
}

Task<void> Mover::ask_bridge(Action action) {
    if (!is_due(action.action_id, policy_.withdrawals_every)) co_return;
    auto hash = action.tx_hash.value_or("");
    std::string token{action.asset ? action.asset->rest() : std::string_view{}};
    auto told = co_await bridge_.withdrawal_status(std::move(hash), std::move(token));
    if (!told) {
        // "Not found" for some seconds, or minutes, is how every withdrawal begins.
        if (told.error().kind == Error::Kind::unavailable) co_return;
        observe_.bridge_failed(told.error());
        co_return;
    }
    observe_.bridge_answered();
    const bool is_other = (!told->tx_hash.empty() && told->tx_hash != action.tx_hash) ||
                          (!told->account_id.empty() && told->account_id != action.account_id);
    if (is_other) {
        const Error error{Error::Kind::malformed, "the bridge told of another withdrawal"};
        observe_.bridge_failed(error);
        co_return;
    }
    BridgeSaid said{std::move(*told)};
    co_await write(action, std::move(said));
}

}  // namespace unrip::liquidity_manager
