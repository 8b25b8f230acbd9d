#pragma once

#include "core/result.hpp"
#include "store/batch.hpp"
#include "store/journal.hpp"
#include "store/session.hpp"

namespace unrip::store {

/// Writes a batch within one transaction. Each table is one statement; when PostgreSQL blames a
/// row, the rows are halved until the offender stands alone and is declared dead.
class BatchWriter {
  public:
    explicit BatchWriter(Transaction& transaction) : transaction_{transaction} {}

    Result<BatchReport> write(Batch batch);

  private:
    using Rows = std::span<const Batch::Row>;

    Result<void> insert(const Table& table, const std::string& statement, Rows rows);
    Result<void> bury(const std::vector<DeadLetter>& dead);

    Transaction& transaction_;
    BatchReport report_;
    std::vector<DeadLetter> dead_;
};

}  // namespace unrip::store
