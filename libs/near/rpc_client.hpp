#pragma once

#include "near/rpc_answers.hpp"
#include "near/rpc_nodes.hpp"
#include "near/rpc_requests.hpp"
#include "net/https.hpp"
#include "net/task.hpp"

#include <functional>

namespace unrip::near {

struct RpcSettings {
    std::vector<std::string> nodes;  ///< the preferred first
    Milliseconds attempt_deadline{5'000};
    Milliseconds deadline{15'000};  ///< for one question, all attempts and waits together
    unsigned attempts_max = 6;
    net::BackoffSettings rest{Milliseconds{250}, Milliseconds{10'000}};
};

/// What the client needs from outside. Tests give their own.
struct RpcOutside {
    std::function<Task<Result<net::HttpResponse>>(net::HttpRequest)> request;
    std::function<Task<void>(Nanoseconds)> sleep;
    const Clock* clock = nullptr;
    net::Backoff::Random random;

    /// The real ones. Both must outlive the client.
    static RpcOutside real(net::HttpClient& http, const Clock& clock);
};

/// Asks NEAR nodes, one after the other until one answers. What a node says about the chain is an
/// answer, also when it is no; what it says about itself makes the next one be asked. Questions
/// end with a value, with such a no, or at their deadline.
class RpcClient {
  public:
    RpcClient(RpcSettings settings, RpcOutside outside);

    Task<RpcResult<ViewAnswer>> view(
        std::string contract, std::string method, std::string args_json, BlockRef block
    );
    Task<RpcResult<AccessKey>> access_key(
        std::string account_id, std::string public_key, BlockRef block
    );
    Task<RpcResult<BlockHeader>> block(BlockRef block);
    Task<RpcResult<TransactionOutcome>> transaction(
        std::string tx_hash, std::string sender_id, WaitUntil wait
    );

    /// One request to one node, never repeated unseen: after `timeout` and `node` the bytes may
    /// have gone out, after anything else they did not take effect.
    Task<RpcResult<TransactionOutcome>> send(std::string signed_tx_base64, WaitUntil wait);

    std::vector<RpcNodeStats> stats() const { return nodes_.stats(); }

  private:
    template <class T>
    using Decode = RpcResult<T> (*)(int http_status, std::string_view body);

    enum class Repeat { freely, never };

    template <class T>
    Task<RpcResult<T>> ask(std::string body, Decode<T> decode, Repeat repeat);

    template <class T>
    Task<RpcResult<T>> attempt(
        std::size_t node,
        const std::string& body,
        Decode<T> decode,
        Milliseconds deadline,
        bool may_repeat
    );

    void remember(std::size_t node, const RpcError& error, std::optional<Milliseconds> retry_after);

    RpcSettings settings_;
    RpcOutside outside_;
    RpcNodes nodes_;
};

}  // namespace unrip::near
