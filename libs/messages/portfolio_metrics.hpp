#pragma once

#include "core/amount.hpp"
#include "core/asset_id.hpp"
#include "core/ids.hpp"
#include "core/int128.hpp"
#include "core/price.hpp"
#include "messages/enum_text.hpp"
#include "messages/envelope.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unrip::messages {

/// Why the metrics were worked out now.
enum class MetricsTrigger {
    settlement,  ///< A trade settled.
    price,       ///< The price moved.
    count,       ///< A new count.
};

template <>
inline constexpr auto kEnumTexts<MetricsTrigger> = std::to_array<EnumText<MetricsTrigger>>({
    {MetricsTrigger::settlement, "settlement"},
    {MetricsTrigger::price, "price"},
    {MetricsTrigger::count, "count"},
});

/// Where P&L starts: the last credited count before the first command.
struct PortfolioBaseline {
    MessageId inventory_id;          ///< That count.
    CommandId first_command_id;      ///< That command.
    std::uint64_t block_height = 0;  ///< Height of the count.
    std::int64_t taken_at_ms = 0;    ///< When the count was said.
    Amount value_eure;  ///< What was held then, at the prices of then, in EURe base units.

    friend bool operator==(const PortfolioBaseline&, const PortfolioBaseline&) = default;
};

/// One token: counted - baseline - fills - known flows = unexplained.
struct PortfolioAsset {
    AssetId asset;                    ///< The token.
    std::string symbol;               ///< What a person calls it.
    std::uint32_t decimals = 0;       ///< Its decimals.
    Amount counted;                   ///< The last count, in base units.
    std::optional<Amount> baseline;   ///< The count of the baseline.
    std::optional<i128> fills_delta;  ///< Sum of the settled deltas since the baseline.
    /// Sum of the known deposits and withdrawals since the baseline.
    std::optional<i128> flows_delta;
    std::optional<i128> unexplained;           ///< What is left. Never enters P&L.
    std::optional<Price> price_baseline_eure;  ///< EURe for one whole token at the baseline.
    std::optional<Price> price_latest_eure;    ///< EURe for one whole token now.

    friend bool operator==(const PortfolioAsset&, const PortfolioAsset&) = default;
};

/// One pair's P&L from its fills.
struct PortfolioPair {
    std::string pair;                             ///< The pair.
    std::uint64_t fills = 0;                      ///< How many settled.
    i128 base_delta = 0;                          ///< Sum of their base deltas, in base units.
    i128 quote_delta = 0;                         ///< Sum of their quote deltas, in base units.
    Amount volume_eure;                           ///< Their notional, in EURe base units.
    std::optional<Price> price_baseline;          ///< p0.
    std::optional<Price> price_latest;            ///< p1.
    std::optional<i128> trade_pnl_eure;           ///< de + p0 * db, in EURe base units.
    std::optional<i128> mark_to_market_pnl_eure;  ///< de + p1 * db, in EURe base units.
    std::optional<i128> price_move_pnl_eure;      ///< The second less the first.

    friend bool operator==(const PortfolioPair&, const PortfolioPair&) = default;
};

/// What the trading has earned so far. The three P&L figures are absent before the first command.
/// EURe counts as EUR, 1:1.
struct PortfolioMetrics {
    static constexpr std::string_view kSubject = "state.portfolio_metrics";
    static constexpr std::string_view kSchema = "state.portfolio_metrics/1";

    std::string account_id;                               ///< Our account.
    MetricsTrigger trigger = MetricsTrigger::settlement;  ///< Why it was worked out now.
    MessageId inventory_id;                               ///< The count it stands on.
    std::vector<MessageId> price_ids;                     ///< The prices it stands on.
    std::optional<MessageId> last_settlement_id;          ///< The newest settlement in it.
    /// Where P&L starts; absent before the first command.
    std::optional<PortfolioBaseline> baseline;
    std::uint64_t fills = 0;  ///< Settled trades since the baseline.
    /// Earned by trading, at baseline prices, in EURe base units.
    std::optional<i128> trade_pnl_eure;
    /// Earned by trading, at the newest prices, in EURe base units.
    std::optional<i128> mark_to_market_pnl_eure;
    /// What the market did to what was traded: the second less the first.
    std::optional<i128> price_move_pnl_eure;
    std::optional<Amount> value_eure;  ///< What is held, at the newest prices, in EURe base units.
    /// Paid to the bridge since the baseline, apart from P&L, in EURe base units.
    Amount bridge_fees_eure;
    std::vector<PortfolioAsset> assets;  ///< Every token of the policy.
    std::vector<PortfolioPair> pairs;    ///< Every pair of the policy.

    friend bool operator==(const PortfolioMetrics&, const PortfolioMetrics&) = default;
};

}  // namespace unrip::messages
