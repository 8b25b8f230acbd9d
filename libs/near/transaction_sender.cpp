#include "near/transaction_sender.hpp"

#include <algorithm>

namespace unrip::near {
namespace {

using State = SendReport::State;

bool attaches_deposit(const Action& action) {
    return std::visit([](const auto& given) { return !given.deposit.is_zero(); }, action);
}

/// As the first answer to bytes that nobody had before: the chain will not take them.
bool is_rejection(const RpcError& error) {
    switch (error.kind) {
        case RpcError::Kind::request:
        case RpcError::Kind::invalid_transaction:
        case RpcError::Kind::not_enough_balance:
        case RpcError::Kind::invalid_nonce:
        case RpcError::Kind::expired:
        case RpcError::Kind::unknown_account:
        case RpcError::Kind::unknown_access_key:
            return true;
        default:
            return false;
    }
}

std::optional<SendReport> final_report(const RpcResult<TransactionOutcome>& answer) {
    if (!answer || !answer->is_final) return std::nullopt;
    if (answer->state == TransactionOutcome::State::pending) return std::nullopt;
    const bool succeeded = answer->state == TransactionOutcome::State::success;
    return SendReport{succeeded ? State::success : State::failure, *answer, std::nullopt};
}

std::optional<RpcError> problem_of(const RpcResult<TransactionOutcome>& answer) {
    if (answer) return std::nullopt;
    return answer.error();
}

}  // namespace

TransactionSender::TransactionSender(
    RpcClient& rpc,
    RpcOutside outside,
    std::string account_id,
    const SecretKey& key,
    SenderSettings settings
)
    : rpc_{rpc},
      outside_{std::move(outside)},
      account_id_{std::move(account_id)},
      key_{key},
      settings_{settings} {}

Task<Result<SendReport>> TransactionSender::execute(
    std::string receiver_id, std::vector<Action> actions, Persist persist
) {
    const auto prepared = co_await prepare(std::move(receiver_id), std::move(actions));
    if (!prepared) co_return prepared.failure();
    const auto stored = co_await persist(*prepared);
    if (!stored) co_return stored.failure();

    const auto sent = co_await rpc_.send(prepared->signed_base64, WaitUntil::executed_optimistic);
    if (const auto report = final_report(sent)) co_return *report;
    if (!sent && is_rejection(sent.error())) {
        // One node says so. Under the same nonce the next transaction excludes these bytes, should
        // another node have them all the same.
        last_nonce_ = std::min(last_nonce_, prepared->nonce - 1);
        last_nonce_ = std::max(last_nonce_, sent.error().access_key_nonce.value_or(0));
        co_return SendReport{State::rejected, {}, sent.error()};
    }
    auto last_problem = problem_of(sent);
    co_return co_await follow(*prepared, std::move(last_problem));
}

Task<SendReport> TransactionSender::resume(PreparedTransaction prepared) {
    last_nonce_ = std::max(last_nonce_, prepared.nonce);
    co_return co_await follow(std::move(prepared), std::nullopt);
}

Task<Result<PreparedTransaction>> TransactionSender::prepare(
    std::string receiver_id, std::vector<Action> actions
) {
    const auto public_key = key_.public_key().to_string();
    const auto block = BlockRef::final_block();
    const auto access = co_await rpc_.access_key(account_id_, public_key, block);
    if (!access) co_return to_failure(access.error());
    if (!access->full_access && std::any_of(actions.begin(), actions.end(), attaches_deposit)) {
        co_return fail(
            Error::Kind::refused,
            "the key " + public_key + " of " + account_id_ +
                " may only call functions: a deposit needs a full access key"
        );
    }

    last_nonce_ = std::max(last_nonce_, access->nonce) + 1;
    const Transaction transaction{
        account_id_,
        key_.public_key(),
        last_nonce_,
        std::move(receiver_id),
        access->block_hash,
        std::move(actions)};
    const auto signed_transaction = sign(transaction, key_);
    co_return PreparedTransaction{
        account_id_, last_nonce_, signed_transaction.hash_text(), signed_transaction.base64()};
}

Task<SendReport> TransactionSender::follow(
    PreparedTransaction prepared, std::optional<RpcError> last
) {
    const Tick ends_at = outside_.clock->tick() + settings_.follow_max;
    while (outside_.clock->tick() < ends_at) {
        const auto seen =
            co_await rpc_.transaction(prepared.tx_hash, prepared.sender_id, WaitUntil::final);
        if (const auto report = final_report(seen)) co_return *report;
        if (!seen) last = seen.error();

        if (!seen && seen.error().kind == RpcError::Kind::unknown_transaction) {
            // Its answer does not count: even a refusal may only mean that the bytes sent before
            // have just taken effect. What the chain shows is the truth.
            const auto again =
                co_await rpc_.send(prepared.signed_base64, WaitUntil::executed_optimistic);
            if (const auto report = final_report(again)) co_return *report;
            if (!again) last = again.error();
        }
        co_await outside_.sleep(settings_.poll_every);
    }
    co_return SendReport{State::unknown, {}, std::move(last)};
}

}  // namespace unrip::near
