#pragma once

#include "chain/chain.hpp"
#include "near_rpc/node_faults.hpp"
#include "near_rpc/rpc_reply.hpp"
#include "net/http_server.hpp"
#include "net/task.hpp"

#include <string>
#include <variant>

namespace unrip::sandbox {

/// A transaction that has not come as far as its asker wants to wait for.
struct Awaited {
    std::string hash;
    Progress wanted = Progress::executed_optimistic;
    bool with_receipts = false;
};

struct NearNodeSettings {
    std::string chain_id = "sandbox";
    Milliseconds wait_max{10'000};  ///< for a transaction, then TIMEOUT_ERROR
    Milliseconds look_every{20};    ///< while waiting
};

/// One NEAR node: JSON-RPC over HTTP on the simulated chain. Several may stand side by side, each
/// with faults of its own.
class NearNode {
  public:
    /// The chain must outlive the node.
    explicit NearNode(Chain& chain, NearNodeSettings settings = {})
        : chain_{chain}, settings_{std::move(settings)} {}

    /// For HttpServerHandlers::on_request.
    Task<net::ServedAnswer> serve(net::ServedRequest request);

    /// One request at this moment, without faults of the transport and without waiting.
    std::variant<RpcReply, Awaited> answer(std::string_view method, const nlohmann::json& params);

    NodeFaults& faults() { return faults_; }
    const NodeStats& stats() const { return stats_; }

  private:
    RpcReply query(const nlohmann::json& params);
    RpcReply call_function(const nlohmann::json& params, const Block& block);
    RpcReply view_access_key(const nlohmann::json& params, const Block& block) const;
    RpcReply block(const nlohmann::json& params) const;
    RpcReply status() const;
    std::variant<RpcReply, Awaited> send(const std::string& base64, Progress wanted);
    std::variant<RpcReply, Awaited> look_up(const nlohmann::json& params, bool with_receipts);

    /// Takes a fault of this node into account: it may not have seen the newest blocks.
    const Block& newest() const;
    const Block& final_block() const;
    std::variant<const Block*, RpcReply> block_of(const nlohmann::json& params) const;

    std::optional<RpcReply> reached(const Awaited& awaited) const;
    Task<RpcReply> wait_for(Awaited awaited);
    std::optional<net::ServedAnswer> refusal();
    net::ServedAnswer shaped(const nlohmann::json& id, const RpcReply& reply);

    Chain& chain_;
    NearNodeSettings settings_;
    NodeFaults faults_;
    NodeStats stats_;
};

}  // namespace unrip::sandbox
