#pragma once

#include "messages/dead_letter.hpp"
#include "store/session.hpp"
#include "store/table.hpp"

#include <map>
#include <span>
#include <string>
#include <vector>

namespace unrip::store {

/// A message that has no row of its own, and why.
struct DeadLetter {
    const Incoming* message = nullptr;
    messages::DeadLetterReason reason = messages::DeadLetterReason::malformed;
    std::string detail;
};

/// The messages of a batch, sorted by where they go.
struct Batch {
    struct Row {
        const Incoming* message = nullptr;
        Cells cells;
    };
    std::map<const Table*, std::vector<Row>> rows;
    std::vector<DeadLetter> dead;
};

/// The tables of a journal, by subject.
using TablesBySubject = std::map<std::string, const Table*, std::less<>>;

/// Reads every message once. What can't be read, what no table wants and what PostgreSQL can't hold
/// (the byte 0) is dead from the start. The batch refers to the messages.
Batch sort_by_table(const TablesBySubject& tables, std::span<const Incoming> messages);

/// One more message of a batch.
void sort_in(Batch& batch, const TablesBySubject& tables, const Incoming& message);

}  // namespace unrip::store
