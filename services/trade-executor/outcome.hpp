#pragma once

#include "core/ids.hpp"
#include "messages/asset_amount.hpp"
#include "messages/trade_settlement.hpp"
#include "near/rpc_answers.hpp"
#include "near/verifier_refusal.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace unrip::trade_executor {

/// What a transaction says about one quote of ours.
struct OutcomeReading {
    enum class Word {
        pending,   ///< Not all of it stands in final blocks yet.
        executed,  ///< The Verifier logged our deltas.
        failed,    ///< It failed as a whole: nothing moved.
        absent,    ///< It succeeded without us: it says nothing about this quote.
    };

    Word word = Word::pending;
    std::vector<messages::AssetDelta> realised;
    std::string block_hash;  ///< Of the receipt that speaks.
    near::VerifierRefusal refusal = near::VerifierRefusal::unknown;
    std::string detail;
};

/// Only the logs of receipts that the contract itself executed count: anybody can log the same
/// words from another contract.
OutcomeReading read_outcome(
    const near::TransactionOutcome& outcome,
    std::string_view contract,
    std::string_view account_id,
    const QuoteHash& hash
);

/// Why a settlement failed, in our words. Whether "nonce used" means ours only the contract knows.
messages::SettlementFailure failure_of(
    near::VerifierRefusal refusal, bool is_our_nonce_used, bool names_us
);

}  // namespace unrip::trade_executor
