#include "chain/transactions.hpp"

namespace unrip::sandbox {

const ReceiptOutcome* TransactionRecord::result() const {
    if (!is_done() || receipts.empty()) return nullptr;
    const auto* outcome = &receipts.front();
    while (!outcome->next_receipt_id.empty()) {
        const auto* next = outcome;
        for (const auto& receipt : receipts) {
            if (receipt.receipt_id == outcome->next_receipt_id) next = &receipt;
        }
        if (next == outcome) return nullptr;
        outcome = next;
    }
    return outcome;
}

bool has_reached(const TransactionRecord& record, Progress wanted, std::uint64_t final_height) {
    const bool included_final = record.is_included() && record.included_height <= final_height;
    switch (wanted) {
        case Progress::none:
            return true;
        case Progress::included:
            return record.is_included();
        case Progress::executed_optimistic:
            return record.is_done();
        case Progress::included_final:
            return included_final;
        case Progress::executed:
            return included_final && record.is_done();
        case Progress::final:
            break;
    }
    return record.is_done() && record.done_height <= final_height;
}

std::string_view level_text(const TransactionRecord& record, std::uint64_t final_height) {
    if (has_reached(record, Progress::final, final_height)) return "FINAL";
    if (has_reached(record, Progress::executed, final_height)) return "EXECUTED";
    if (record.is_done()) return "EXECUTED_OPTIMISTIC";
    if (has_reached(record, Progress::included_final, final_height)) return "INCLUDED_FINAL";
    return record.is_included() ? "INCLUDED" : "NONE";
}

}  // namespace unrip::sandbox
