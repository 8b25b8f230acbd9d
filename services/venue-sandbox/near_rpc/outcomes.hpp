#pragma once

#include "chain/chain.hpp"
#include "near_rpc/rpc_reply.hpp"

namespace unrip::sandbox {

/// The answer of `tx` and `send_tx`: how far the transaction has come and all that came of it.
nlohmann::json outcome_json(
    const Chain& chain, const TransactionRecord& record, bool with_receipts
);

/// INVALID_TRANSACTION with the reason as the chain words it.
RpcReply invalid_transaction(
    const InvalidTransaction& refused, const near::Transaction& transaction
);
RpcReply invalid_signature();

}  // namespace unrip::sandbox
