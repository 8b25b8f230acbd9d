#pragma once

#include "core/result.hpp"
#include "ledger_rows.hpp"
#include "store/session.hpp"

#include <optional>
#include <string>
#include <vector>

namespace unrip::history_writer {

/// What keep_baseline() kept, if it did.
Result<std::optional<BaselineRow>> read_baseline(
    store::Transaction& transaction, const std::string& account
);

/// Rows of (id, pair, mid).
Result<std::vector<PriceRow>> price_rows(const store::Rows& rows);

}  // namespace unrip::history_writer
