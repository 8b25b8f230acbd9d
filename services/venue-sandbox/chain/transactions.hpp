#pragma once

#include "near/transaction.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace unrip::sandbox {

/// What one receipt did.
struct ReceiptOutcome {
    std::string receipt_id;
    std::string predecessor_id;
    std::string executor_id;
    std::uint64_t height = 0;
    std::vector<std::string> logs;
    std::optional<std::string> value;  ///< what it returned; absent when it failed or promised
    std::string next_receipt_id;       ///< whose value counts instead, for a promise
    std::string failure;               ///< the panic's words; empty when it did not fail
    std::vector<std::string> made;     ///< the receipts that came of it
    std::uint64_t gas_burnt = 2'427'934'415'604;
};

/// How far a transaction has come, in the order in which a caller may wait for it.
enum class Progress { none, included, executed_optimistic, included_final, executed, final };

/// One transaction and everything that came of it.
struct TransactionRecord {
    std::string hash;
    std::string signer_id;
    std::string receiver_id;
    std::uint64_t nonce = 0;
    std::string public_key;
    std::string signature;
    std::vector<near::Action> actions;

    std::uint64_t included_height = 0;  ///< 0 while it waits
    std::uint64_t done_height = 0;      ///< of the last receipt; 0 while one is under way
    unsigned open_receipts = 1;         ///< still to be carried out
    std::vector<ReceiptOutcome> receipts;

    bool is_included() const { return included_height != 0; }
    bool is_done() const { return done_height != 0; }
    /// What the transaction as a whole ended with.
    const ReceiptOutcome* result() const;
};

bool has_reached(const TransactionRecord& record, Progress wanted, std::uint64_t final_height);
/// The furthest level reached, as nodes name it.
std::string_view level_text(const TransactionRecord& record, std::uint64_t final_height);

}  // namespace unrip::sandbox
