#pragma once

#include "core/token_book.hpp"
#include "ledger_rows.hpp"
#include "messages/portfolio_metrics.hpp"
#include "strategy/portfolio.hpp"

#include <optional>
#include <string>
#include <vector>

namespace unrip::history_writer {

/// The portfolio's books and what they are worth, told row by row. No I/O: what it says depends on
/// what it was told alone, so books rebuilt from PostgreSQL say what the old ones said.
class Ledger {
  public:
    /// Every pair is quoted in the accounting token. Tokens that are in no pair are not booked.
    Ledger(std::vector<Token> tokens, std::vector<Pair> pairs, LedgerRows rows);

    void price(const PriceRow& row);
    void counted(const CountRow& row);
    /// All that one fill moved. Refused: a pair that is not ours, or sums that leave 128 bits.
    Result<void> filled(const std::vector<FillDelta>& deltas);

    bool has_baseline() const { return baseline_.has_value(); }
    /// Of the last count.
    std::uint64_t height() const { return portfolio_.books().height; }

    const std::optional<MessageId>& last_settlement() const { return last_settlement_; }

    /// Absent while nothing was ever counted.
    std::optional<messages::PortfolioMetrics> metrics(
        const std::string& account, messages::MetricsTrigger trigger
    ) const;

    /// Symbols of the tokens where something unexplained lasted two counts, with how much.
    struct Unexplained {
        Token token;
        i128 units = 0;
    };
    std::vector<Unexplained> lasting() const;

  private:
    const Pair* find(const std::string& pair) const;
    std::optional<messages::PortfolioBaseline> baseline() const;
    std::optional<messages::PortfolioAsset> asset(const Token& token) const;
    messages::PortfolioPair pair(const Pair& pair) const;
    std::optional<Price> in_eure(const Token& token, bool at_baseline) const;
    Amount fees_in_eure() const;

    std::vector<Token> tokens_;
    std::vector<Pair> pairs_;
    std::optional<BaselineRow> baseline_;
    std::map<std::string, MessageId> price_ids_;
    std::map<std::string, Amount> volumes_;
    std::vector<strategy::AssetAmount> bridge_fees_;
    std::optional<MessageId> last_count_;
    std::optional<MessageId> last_settlement_;
    strategy::Portfolio portfolio_;
};

}  // namespace unrip::history_writer
