#pragma once

#include "core/result.hpp"
#include "store/batch.hpp"
#include "store/journal.hpp"
#include "store/session.hpp"

#include <span>
#include <vector>

namespace unrip::store {

/// Below so many rows the one round trip of a prepared statement is quicker than COPY.
inline constexpr std::size_t kWorthCopying = 16;

/// COPY knows no function that makes bytes of hex digits.
bool may_be_copied(const Table& table);

/// One statement, prepared once, with an array for each column. How many rows are new; those that
/// are there already stay as they are.
Result<std::size_t> insert_rows(
    Transaction& transaction, const Table& table, std::span<const Batch::Row> rows
);

/// Writes down what has no row, and says so in the report.
Result<void> bury(
    Transaction& transaction, const std::vector<DeadLetter>& dead, BatchReport& report
);

}  // namespace unrip::store
