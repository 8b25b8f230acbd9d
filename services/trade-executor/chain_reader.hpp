#pragma once

#include "follower.hpp"
#include "near/rpc_client.hpp"
#include "near/verifier.hpp"
#include "net/task.hpp"
#include "outcome.hpp"

#include <optional>
#include <string>
#include <variant>

namespace unrip::trade_executor {

/// Asks the chain what became of a quote.
class ChainReader {
  public:
    /// Borrows the client.
    ChainReader(near::RpcClient& rpc, std::string account_id, std::string contract)
        : rpc_{rpc}, verifier_{rpc, contract}, account_id_{std::move(account_id)} {}

    struct NotYet {
        std::string why;
    };
    using Word = std::variant<NotYet, Execution, FailedExecution>;

    /// What the transaction that is said to hold the quote tells of it.
    Task<Result<Word>> transaction(QuoteHash hash, std::string tx_hash, near::Nonce nonce);

    /// The final block at which the nonce was seen used; nothing: it is not. One question, and a
    /// second one only when it is.
    Task<Result<std::optional<messages::Block>>> use_of(near::Nonce nonce);

    struct NonceWord {
        strategy::NonceReading reading;
        messages::Block block;
    };
    /// At one final block.
    Task<Result<NonceWord>> nonce(near::Nonce nonce);

  private:
    Task<Result<messages::Block>> block(std::string hash);

    near::RpcClient& rpc_;
    near::Verifier verifier_;
    std::string account_id_;
};

}  // namespace unrip::trade_executor
