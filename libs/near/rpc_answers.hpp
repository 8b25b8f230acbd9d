#pragma once

#include "core/time.hpp"
#include "near/bytes.hpp"
#include "near/rpc_error.hpp"

namespace unrip::near {

// Each takes the HTTP status and the body as they came. Members that are missing or of another
// type are a `node` error: another node may answer better.

/// What a view method returned, and when that was true.
struct ViewAnswer {
    std::string value;  ///< JSON as the contract wrote it; empty when it returned nothing
    std::uint64_t block_height = 0;
    std::string block_hash;
};
RpcResult<ViewAnswer> decode_view(int http_status, std::string_view body);

struct AccessKey {
    std::uint64_t nonce = 0;   ///< of the last transaction; the next has a larger one
    bool full_access = false;  ///< without it no deposit can be attached
    std::uint64_t block_height = 0;
    Hash block_hash{};
};
RpcResult<AccessKey> decode_access_key(int http_status, std::string_view body);

struct BlockHeader {
    std::uint64_t height = 0;
    std::string hash;
    Instant time;
};
RpcResult<BlockHeader> decode_block(int http_status, std::string_view body);

struct Receipt {
    std::string executor_id;
    bool succeeded = false;
    std::string block_hash;
    std::vector<std::string> logs;
};

/// How far a transaction has come.
struct TransactionOutcome {
    enum class State { pending, success, failure };

    State state = State::pending;
    bool is_final = false;      ///< all of it stands in final blocks
    std::string success_value;  ///< what the last promise returned
    std::string failure;        ///< JSON
    std::vector<Receipt> receipts;
};
RpcResult<TransactionOutcome> decode_transaction(int http_status, std::string_view body);

/// Logs of the receipts that this contract executed, and that took effect. Others may log what
/// they like.
std::vector<std::string> logs_of(const TransactionOutcome& outcome, std::string_view executor_id);

}  // namespace unrip::near
