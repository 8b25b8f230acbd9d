#pragma once

#include "core/result.hpp"
#include "store/batch.hpp"
#include "store/journal.hpp"
#include "store/session.hpp"

namespace unrip::store {

/// Writes a batch within one transaction. Each table is one COPY, which is the quickest by far and
/// nearly always right: a message seldom comes twice. When PostgreSQL blames a row of it (that is
/// there already, or can't be held) the rows are inserted with "on conflict do nothing" instead;
/// when it blames a row of those, they are halved until the offender stands alone and is declared
/// dead.
class BatchWriter {
  public:
    explicit BatchWriter(Transaction& transaction) : transaction_{transaction} {}

    Result<BatchReport> write(Batch batch);

  private:
    using Rows = std::span<const Batch::Row>;

    /// Whether all the rows are in the table now, by COPY; if not, none is.
    Result<bool> copy(const Table& table, Rows rows);
    Result<void> insert(const Table& table, const std::string& statement, Rows rows);
    Result<void> bury(const std::vector<DeadLetter>& dead);

    Transaction& transaction_;
    BatchReport report_;
    std::vector<DeadLetter> dead_;
};

}  // namespace unrip::store
