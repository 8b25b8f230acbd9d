#pragma once

#include "core/result.hpp"
#include "store/batch.hpp"
#include "store/journal.hpp"
#include "store/session.hpp"

#include <span>
#include <string>
#include <vector>

namespace unrip::store {

/// Writes a batch within one transaction as if every row were new, which nearly all are: each table
/// is one COPY, and its lines go out as they are made, so that the server works meanwhile. A row
/// that PostgreSQL blames fails the whole; then BatchWriter is the one to ask.
class QuickWriter {
  public:
    QuickWriter(Transaction& transaction, const TablesBySubject& tables)
        : transaction_{transaction}, tables_{tables} {}

    Result<BatchReport> write(std::span<const Incoming> messages);

  private:
    using Messages = std::vector<const Incoming*>;

    Result<void> copy(const Table& table, const Messages& messages);
    Result<void> insert(const Table& table, const Messages& messages);
    /// False: the message has no row, and is among the dead now.
    bool append_line(std::string& lines, const Table& table, const Incoming& message);

    Transaction& transaction_;
    const TablesBySubject& tables_;
    BatchReport report_;
    Batch careful_;  ///< What is not copied: few rows, and dead ones.
};

}  // namespace unrip::store
