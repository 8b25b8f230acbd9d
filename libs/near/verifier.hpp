#pragma once

#include "near/rpc_client.hpp"
#include "near/verifier_answers.hpp"

namespace unrip::near {

/// Something the Verifier said, and the block at which it was true.
template <class T>
struct AtBlock {
    T value;
    std::uint64_t block_height = 0;
    std::string block_hash;
};

/// What decides whether quotes can settle, all of it read at one final block.
struct VerifierSnapshot {
    BlockHeader block;
    std::vector<Amount> balances;  ///< in the order of the tokens asked
    Salt salt{};
    Pips fee;
    bool account_locked = false;
};

/// Reads the Verifier contract. Each question takes the block it is asked about:
/// BlockRef::final_block(), optimistic() or hash(...) to have several answers fit together.
///
/// Errors: `refused` when the contract panicked (classify_refusal reads its words in the detail),
/// `unavailable` and `timed_out` from the nodes, `malformed` when the answer is not what the method
/// returns.
class Verifier {
  public:
    /// The client must outlive this.
    Verifier(RpcClient& rpc, std::string contract);

    const std::string& contract() const { return contract_; }

    Task<Result<AtBlock<std::vector<Amount>>>> balances(
        std::string account_id, std::vector<AssetId> tokens, BlockRef block
    );
    Task<Result<AtBlock<Pips>>> fee(BlockRef block);
    Task<Result<AtBlock<std::string>>> fee_collector(BlockRef block);
    Task<Result<AtBlock<Salt>>> current_salt(BlockRef block);
    Task<Result<AtBlock<bool>>> is_valid_salt(Salt salt, BlockRef block);
    Task<Result<AtBlock<bool>>> is_nonce_used(
        const std::string& account_id, Nonce nonce, BlockRef block
    );
    Task<Result<AtBlock<bool>>> has_public_key(
        const std::string& account_id, const PublicKey& key, BlockRef block
    );
    Task<Result<AtBlock<std::vector<PublicKey>>>> public_keys(
        const std::string& account_id, BlockRef block
    );
    Task<Result<AtBlock<bool>>> is_account_locked(const std::string& account_id, BlockRef block);
    Task<Result<AtBlock<bool>>> accepts_predecessor(const std::string& account_id, BlockRef block);
    Task<Result<AtBlock<std::vector<std::string>>>> token_ids(
        const std::string& account_id, BlockRef block
    );

    /// Signed payloads as JSON, executed together and then forgotten. A bad signature, a used
    /// nonce or a missing balance is a panic, hence `refused`.
    Task<Result<AtBlock<Simulation>>> simulate(
        const std::vector<std::string>& signed_payloads, BlockRef block
    );

    Task<Result<VerifierSnapshot>> snapshot(std::string account_id, std::vector<AssetId> tokens);

    /// The same at a final block that is known already, so that nodes can be compared.
    Task<Result<VerifierSnapshot>> snapshot_at(
        BlockHeader block, std::string account_id, std::vector<AssetId> tokens
    );

  private:
    template <class T>
    Task<Result<AtBlock<T>>> ask(
        std::string method,
        std::string args_json,
        BlockRef block,
        Result<T> (*read)(std::string_view)
    );

    RpcClient& rpc_;
    std::string contract_;
};

}  // namespace unrip::near
