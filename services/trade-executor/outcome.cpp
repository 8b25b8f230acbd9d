#include "outcome.hpp"

#include "near/dip4.hpp"

namespace unrip::trade_executor {
namespace {

constexpr std::size_t kDetailMax = 512;

/// Fills `realised` when this receipt holds our deltas.
bool read_receipt(
    const near::Receipt& receipt,
    std::string_view account_id,
    const QuoteHash& hash,
    OutcomeReading& reading
) {
    const auto events = near::parse_dip4_logs(receipt.logs);
    for (const auto& diff : events.diffs) {
        if (diff.account_id != account_id || diff.intent_hash != hash.text()) continue;
        for (const auto& [token, delta] : diff.diff) {
            const auto asset = AssetId::parse(token);
            if (asset) reading.realised.push_back({*asset, delta});
        }
        reading.block_hash = receipt.block_hash;
        return true;
    }
    return false;
}

}  // namespace

OutcomeReading read_outcome(
    const near::TransactionOutcome& outcome,
    std::string_view contract,
    std::string_view account_id,
    const QuoteHash& hash
) {
    using State = near::TransactionOutcome::State;
    OutcomeReading reading;
    if (!outcome.is_final || outcome.state == State::pending) return reading;
    for (const auto& receipt : outcome.receipts) {
        if (receipt.executor_id != contract || !receipt.succeeded) continue;
        if (read_receipt(receipt, account_id, hash, reading)) {
            reading.word = OutcomeReading::Word::executed;
            return reading;
        }
    }
    if (outcome.state == State::success) {
        reading.word = OutcomeReading::Word::absent;
        return reading;
    }
    reading.word = OutcomeReading::Word::failed;
    reading.refusal = near::classify_refusal(outcome.failure);
    reading.detail = outcome.failure.substr(0, kDetailMax);
    if (!outcome.receipts.empty()) reading.block_hash = outcome.receipts.back().block_hash;
    return reading;
}

messages::SettlementFailure failure_of(
    near::VerifierRefusal refusal, bool is_our_nonce_used, bool names_us
) {
    using messages::SettlementFailure;
    using near::VerifierRefusal;
    switch (refusal) {
        case VerifierRefusal::nonce_used:
            return is_our_nonce_used ? SettlementFailure::nonce_used
                                     : SettlementFailure::counterparty;
        case VerifierRefusal::deadline_expired:
        case VerifierRefusal::deadline_beyond_nonce:
        case VerifierRefusal::nonce_expired:
            return SettlementFailure::deadline_expired;
        case VerifierRefusal::invalid_salt:
            return SettlementFailure::invalid_salt;
        case VerifierRefusal::insufficient_balance:
            return names_us ? SettlementFailure::insufficient_balance
                            : SettlementFailure::counterparty;
        case VerifierRefusal::paused:
            return SettlementFailure::venue_paused;
        default:
            return SettlementFailure::other;
    }
}

}  // namespace unrip::trade_executor
