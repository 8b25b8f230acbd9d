#pragma once

#include "core/amount.hpp"
#include "core/asset_id.hpp"
#include "core/ids.hpp"
#include "core/price.hpp"
#include "strategy/portfolio.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

// What PostgreSQL holds of the portfolio, as the books want to be told it.

namespace unrip::history_writer {

/// The newest agreed price of a pair.
struct PriceRow {
    MessageId id;
    std::string pair;
    Price mid;
};

/// A credited count.
struct CountRow {
    MessageId id;
    std::uint64_t height = 0;
    std::vector<strategy::AssetAmount> balances;
};

/// What one fill moved of one token.
struct FillDelta {
    MessageId settlement;
    std::string pair;
    std::uint64_t height = 0;
    AssetId asset;
    i128 delta = 0;
    Amount notional;
};

struct BaselineRow {
    CommandId first_command;
    MessageId inventory;
    std::uint64_t height = 0;
    std::int64_t taken_at_ms = 0;
    std::vector<strategy::AssetAmount> balances;
    std::vector<PriceRow> prices;
};

/// All fills of a pair since the baseline.
struct PairSums {
    std::uint64_t fills = 0;
    Amount volume;
    std::map<AssetId, i128> deltas;
    std::optional<Price> first_mid;  ///< Of the first fill's decision.
};

/// A known change of one token's balance.
struct AssetMove {
    AssetId asset;
    strategy::KnownMove move;
};

/// Everything since the baseline, read at one moment.
struct LedgerRows {
    std::optional<BaselineRow> baseline;
    std::vector<CountRow> counts;  ///< The last few, lower heights first.
    std::vector<PriceRow> prices;
    std::map<std::string, PairSums> pairs;
    std::map<AssetId, i128> fills;  ///< At or below the height of the first of `counts`.
    std::map<AssetId, i128> flows;  ///< The same.
    std::vector<AssetMove> ahead;   ///< Above it.
    std::vector<strategy::AssetAmount> bridge_fees;
    std::optional<MessageId> last_settlement;
};

}  // namespace unrip::history_writer
