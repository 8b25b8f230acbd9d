#pragma once

#include "messages/execute_intents.hpp"
#include "messages/liquidity_action.hpp"
#include "near/rpc_client.hpp"
#include "near/secret_key.hpp"
#include "near/transaction_sender.hpp"
#include "net/https.hpp"

#include <optional>
#include <string>
#include <vector>

namespace unrip::liquidity_manager {

/// NEAR as this process uses it: transactions of one account to one contract, and what became of
/// them.
class Chain {
  public:
    struct Settings {
        std::vector<std::string> nodes;
        std::string account_id;
        std::string contract;
    };

    /// Without a key it can look and not sign. Borrows http and clock.
    Chain(
        net::HttpClient& http,
        const Clock& clock,
        Settings settings,
        std::optional<near::SecretKey> key
    );

    bool can_sign() const { return sender_.has_value(); }
    const std::string& account_id() const { return settings_.account_id; }
    const std::string& contract() const { return settings_.contract; }

    /// Signs, has it stored, sends it, and looks once what became of it; see TransactionSender.
    Task<Result<near::SendReport>> execute(
        near::FunctionCall call, near::TransactionSender::Persist persist
    );

    /// Looks once, and sends the same bytes again while the chain has not seen them.
    Task<near::SendReport> resume(const messages::LiquidityAction& action);

    /// Looks once and sends nothing.
    Task<near::SendReport> look(std::string tx_hash);

    /// Height of the last block in which the contract worked on it; of the last receipt where the
    /// contract had no part in it.
    Task<Result<std::uint64_t>> height_of(near::TransactionOutcome outcome);

    /// The same for a transaction of somebody else's. Not found out: nothing.
    Task<std::optional<std::uint64_t>> height_of_credit(std::string tx_hash, std::string sender);

    std::vector<near::RpcNodeStats> stats() const { return rpc_.stats(); }

  private:
    Settings settings_;
    near::RpcOutside outside_;
    near::RpcClient rpc_;
    std::optional<near::SecretKey> key_;
    std::optional<near::TransactionSender> sender_;
};

/// intents.near::ft_withdraw with one yoctoNEAR, out through the bridge to the action's address.
Result<near::FunctionCall> withdraw_call(const messages::LiquidityAction& action);

/// intents.near::execute_intents.
Result<near::FunctionCall> execute_call(const messages::ExecuteIntents& request);

}  // namespace unrip::liquidity_manager
