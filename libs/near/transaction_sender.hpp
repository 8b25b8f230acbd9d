#pragma once

#include "near/rpc_client.hpp"
#include "near/transaction.hpp"

namespace unrip::near {

/// A transaction that is signed but may not have left yet. Enough to find out later what became of
/// it, and to send it again: kept by the caller before it leaves.
struct PreparedTransaction {
    std::string sender_id;
    std::uint64_t nonce = 0;
    std::string tx_hash;
    std::string signed_base64;
};

/// What became of it.
struct SendReport {
    enum class State {
        success,   ///< in final blocks; see the outcome for what it did
        failure,   ///< in final blocks, and failed
        rejected,  ///< never took effect, and these bytes never left for good
        unknown,   ///< may still take effect: resume with the same bytes, never sign anew
    };

    State state = State::unknown;
    TransactionOutcome outcome;     ///< of success and failure
    std::optional<RpcError> error;  ///< why rejected; the last problem while unknown
};

struct SenderSettings {
    Milliseconds poll_every{1'000};
    Milliseconds follow_max{120'000};  ///< after which the report says unknown
};

/// Sends NEAR transactions of one account with one key, one after the other: a second call waits
/// for nobody, so the caller starts it when the first has ended.
class TransactionSender {
  public:
    /// Must have stored the transaction when it succeeds. Nothing leaves before.
    using Persist = std::function<Task<Result<void>>(PreparedTransaction)>;

    /// All borrowed things must outlive the sender.
    TransactionSender(
        RpcClient& rpc,
        RpcOutside outside,
        std::string account_id,
        const SecretKey& key,
        SenderSettings settings = {}
    );

    /// Signs, has it stored, sends, and follows it until it is final. An Error means that nothing
    /// has left: the key can't do it, the nodes do not answer, or storing failed.
    Task<Result<SendReport>> execute(
        std::string receiver_id, std::vector<Action> actions, Persist persist
    );

    /// After a restart, or after `unknown`: finds out, and sends the same bytes as long as the
    /// chain has not seen them.
    Task<SendReport> resume(PreparedTransaction prepared);

  private:
    Task<Result<PreparedTransaction>> prepare(std::string receiver_id, std::vector<Action> actions);
    Task<SendReport> follow(PreparedTransaction prepared, std::optional<RpcError> last);

    RpcClient& rpc_;
    RpcOutside outside_;
    std::string account_id_;
    const SecretKey& key_;
    SenderSettings settings_;
    std::uint64_t last_nonce_ = 0;
};

}  // namespace unrip::near
