#include "chain.hpp"

#include "near/json_text.hpp"
#include "near/nep413.hpp"
#include "near/withdraw.hpp"

#include <algorithm>
#include <utility>

namespace unrip::liquidity_manager {
namespace {

constexpr std::uint64_t kWithdrawGas = 100 * near::kTeragas;
constexpr std::uint64_t kExecuteGas = near::kGasMax;

/// One look at a time: whoever follows many actions must not stand still at one of them.
constexpr near::SenderSettings kOneLook{Milliseconds{1}, Milliseconds{1}};

near::RpcSettings rpc_settings(const Chain::Settings& settings) {
    near::RpcSettings rpc;
    rpc.nodes = settings.nodes;
    return rpc;
}

}  // namespace

Chain::Chain(
    net::HttpClient& http, const Clock& clock, Settings settings, std::optional<near::SecretKey> key
)
    : settings_{std::move(settings)},
      outside_{near::RpcOutside::real(http, clock)},
      rpc_{rpc_settings(settings_), outside_},
      key_{std::move(key)} {
    if (key_) sender_.emplace(rpc_, outside_, settings_.account_id, *key_, kOneLook);
}

Task<Result<near::SendReport>> Chain::execute(
    near::FunctionCall call, near::TransactionSender::Persist persist
) {
    std::vector<near::Action> actions;
    actions.emplace_back(std::move(call));
    auto receiver = settings_.contract;
    co_return co_await sender_->execute(
        std::move(receiver), std::move(actions), std::move(persist)
    );
}

Task<near::SendReport> Chain::resume(const messages::LiquidityAction& action) {
    near::PreparedTransaction prepared;
    prepared.sender_id = settings_.account_id;
    prepared.nonce = action.tx_nonce.value_or(0);
    prepared.tx_hash = action.tx_hash.value_or("");
    prepared.signed_base64 = action.signed_tx_base64.value_or("");
    co_return co_await sender_->resume(std::move(prepared));
}

Task<near::SendReport> Chain::look(std::string tx_hash) {
    auto sender = settings_.account_id;
    const auto seen = co_await rpc_.transaction(
        std::move(tx_hash), std::move(sender), near::WaitUntil::executed_optimistic
    );
    near::SendReport report;
    if (!seen) {
        report.error = seen.error();
        co_return report;
    }
    report.outcome = *seen;
    if (!seen->is_final || seen->state == near::TransactionOutcome::State::pending) {
        co_return report;
    }
    report.state = seen->state == near::TransactionOutcome::State::success
                       ? near::SendReport::State::success
                       : near::SendReport::State::failure;
    co_return report;
}

Task<Result<std::uint64_t>> Chain::height_of(near::TransactionOutcome outcome) {
    std::string hash;
    for (const auto& receipt : outcome.receipts) {
        if (receipt.executor_id == settings_.contract) hash = receipt.block_hash;
    }
    if (hash.empty() && !outcome.receipts.empty()) hash = outcome.receipts.back().block_hash;
    if (hash.empty()) {
        co_return fail(Error::Kind::malformed, "a final transaction without receipts");
    }
    auto block = near::BlockRef::hash(hash);
    const auto header = co_await rpc_.block(std::move(block));
    if (!header) co_return near::to_failure(header.error());
    co_return header->height;
}

Task<std::optional<std::uint64_t>> Chain::height_of_credit(
    std::string tx_hash, std::string sender
) {
    const auto seen = co_await rpc_.transaction(
        std::move(tx_hash), std::move(sender), near::WaitUntil::executed_optimistic
    );
    if (!seen || !seen->is_final) co_return std::nullopt;
    auto outcome = *seen;
    const auto height = co_await height_of(std::move(outcome));
    if (!height) co_return std::nullopt;
    co_return *height;
}

Result<near::FunctionCall> withdraw_call(const messages::LiquidityAction& action) {
    if (!action.asset || !action.amount || !action.address ||
        action.asset->standard() != "nep141") {
        return fail(Error::Kind::malformed, action.action_id + " does not say what goes where");
    }
    if (!near::is_utf8(*action.address)) {
        return fail(Error::Kind::malformed, "an address that is not UTF-8");
    }
    const std::string token{action.asset->rest()};
    near::FtWithdraw withdraw;
    withdraw.token = token;
    withdraw.receiver_id = token;
    withdraw.amount = *action.amount;
    withdraw.memo = near::withdraw_memo(*action.address);
    return near::FunctionCall{
        "ft_withdraw", near::direct_call_args(withdraw), kWithdrawGas, Amount{1}};
}

Result<near::FunctionCall> execute_call(const messages::ExecuteIntents& request) {
    std::string all;
    for (const auto& intent : request.intents) {
        const auto nonce = near::parse_nonce(intent.nonce);
        if (!nonce) return nonce.failure();
        const auto key = near::PublicKey::parse(intent.public_key);
        if (!key) return key.failure();
        const auto signature = near::Signature::parse(intent.signature);
        if (!signature) return signature.failure();
        const near::SignedNep413 one{
            {intent.message, *nonce, intent.recipient, std::nullopt}, *key, *signature};
        if (!near::verify(one)) {
            return fail(Error::Kind::refused, "an intent whose signature does not fit");
        }
        all += (all.empty() ? "" : ",") + near::to_json(one);
    }
    return near::FunctionCall{
        "execute_intents", R"({"signed":[)" + all + "]}", kExecuteGas, Amount{}};
}

}  // namespace unrip::liquidity_manager
