#pragma once

#include "comparison.hpp"
#include "near/rpc_client.hpp"
#include "near/verifier.hpp"
#include "told.hpp"

#include <optional>
#include <string>
#include <vector>

namespace unrip::inventory_sync {

/// One RPC node, asked by itself so that it can be compared with the others.
class Node {
  public:
    /// Client and clock are borrowed.
    Node(net::HttpClient& http, const Clock& clock, std::string url, const std::string& contract);
    Node(const Node&) = delete;
    Node& operator=(const Node&) = delete;

    /// Its newest final block.
    Task<void> ask_header(std::optional<near::BlockHeader>& answer);
    Task<void> ask_snapshot(
        std::optional<near::VerifierSnapshot>& answer,
        near::BlockHeader block,
        std::string account_id,
        std::vector<AssetId> tokens
    );
    /// At the block of a count.
    Task<Result<Rules>> ask_rules(
        std::string account_id, std::string block_hash, std::vector<near::Salt> earlier_salts
    );

    void judge(NodeUse use) { use_ = use; }
    NodeUse use() const { return use_; }
    const std::optional<near::BlockHeader>& newest() const { return newest_; }
    near::RpcNodeStats stats() const { return rpc_.stats().front(); }

  private:
    near::RpcClient rpc_;
    near::Verifier verifier_;
    NodeUse use_ = NodeUse::not_asked;
    std::optional<near::BlockHeader> newest_;
};

}  // namespace unrip::inventory_sync
