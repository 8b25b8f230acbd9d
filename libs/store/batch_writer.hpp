#pragma once

#include "core/result.hpp"
#include "store/batch.hpp"
#include "store/journal.hpp"
#include "store/session.hpp"

namespace unrip::store {

/// Writes a batch within one transaction, whatever is wrong with it. Each table is one COPY. When
/// PostgreSQL blames a row of it (that is there already, or can't be held) the rows are inserted
/// with "on conflict do nothing" instead; when it blames a row of those, they are halved until the
/// offender stands alone and is declared dead.
class BatchWriter {
  public:
    explicit BatchWriter(Transaction& transaction) : transaction_{transaction} {}

    Result<BatchReport> write(Batch batch);

  private:
    using Rows = std::span<const Batch::Row>;

    /// Whether all the rows are in the table now, by COPY; if not, none is.
    Result<bool> copy(const Table& table, Rows rows);
    Result<void> insert(const Table& table, Rows rows);

    Transaction& transaction_;
    BatchReport report_;
    std::vector<DeadLetter> dead_;
};

}  // namespace unrip::store
