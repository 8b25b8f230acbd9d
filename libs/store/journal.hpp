#pragma once

#include "core/result.hpp"
#include "net/task.hpp"
#include "store/batch.hpp"
#include "store/database.hpp"
#include "store/table.hpp"

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace unrip::store {

/// What became of a batch. Every message is counted in exactly one place.
struct BatchReport {
    struct Counts {
        std::size_t inserted = 0;
        std::size_t duplicates = 0;  ///< Were there already.
    };
    std::map<std::string, Counts> tables;  ///< Those that the batch touched; dead_letters is apart.
    Counts dead_letters;
    std::vector<std::string> dead_details;  ///< "<subject>: <why>", the first few, for the log.

    std::size_t inserted() const;
    std::size_t duplicates() const;
};

/// Writes messages into their tables, each exactly once however often it is given: rows are keyed
/// by the message's id, and one batch is one transaction over all tables.
class Journal {
  public:
    static constexpr std::size_t kBatchMax = 5'000;

    Journal(Database& database, std::vector<Table> tables);

    /// Ok: every message is in its table or in dead_letters, on disk; now the stream may be told.
    /// An unreadable message, or one that PostgreSQL refuses for its values, goes to dead_letters
    /// with the reason and stops nothing. Any Error: give the same batch again; `unavailable` wrote
    /// nothing, `timed_out` wrote all or nothing, `refused` (a missing table or privilege) wrote
    /// nothing and needs a person.
    Task<Result<BatchReport>> append(std::vector<Incoming> messages);
    /// The same for whoever may have to give them again.
    Task<Result<BatchReport>> append(std::shared_ptr<const std::vector<Incoming>> messages);

  private:
    struct Tables;

    Database& database_;
    std::shared_ptr<const Tables> tables_;
};

}  // namespace unrip::store
