#pragma once

#include "core/result.hpp"
#include "ledger_rows.hpp"
#include "store/session.hpp"

#include <optional>
#include <set>
#include <string>
#include <vector>

// The books in PostgreSQL. Every function runs in a transaction of the metrics' own connection:
// the writing of the history waits for none of them.

namespace unrip::history_writer {

/// The account that was counted last. Absent while nothing was counted.
Result<std::optional<std::string>> read_account(store::Transaction& transaction);

/// Keeps for good where P&L starts, as soon as there is a first command and everything said before
/// it is written. Does nothing when it is kept already.
Result<void> keep_baseline(
    store::Transaction& transaction,
    const std::string& account,
    const std::vector<std::string>& pairs
);

/// What was written lately: where following begins.
struct Cursor {
    std::string since;            ///< PostgreSQL's time, as it writes it.
    std::set<std::string> known;  ///< Settlements from there on that are booked.
};

struct Restored {
    LedgerRows rows;
    Cursor cursor;
};

/// Everything since the baseline, as of one moment.
Result<Restored> restore(
    store::Transaction& transaction,
    const std::string& account,
    const std::vector<std::string>& pairs
);

/// What was written since the cursor, and counts above the height; the cursor has moved on in it.
struct News {
    std::vector<std::vector<FillDelta>> fills;  ///< By settlement.
    std::vector<CountRow> counts;
    std::vector<PriceRow> prices;
    Cursor cursor;
};

Result<News> read_news(
    store::Transaction& transaction,
    const std::string& account,
    const std::vector<std::string>& pairs,
    std::uint64_t height,
    const Cursor& cursor
);

}  // namespace unrip::history_writer
