#pragma once

#include "core/price.hpp"
#include "core/token_book.hpp"
#include "strategy/slot_facts.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace unrip::strategy {

/// One pair's fills since the baseline.
struct PairBook {
    std::uint64_t fills = 0;
    i128 base_delta = 0;
    i128 quote_delta = 0;
    std::optional<Price> price_baseline;  ///< p0
    std::optional<Price> price_latest;    ///< p1

    friend bool operator==(const PairBook&, const PairBook&) = default;
};

/// A known change of a balance, in a final block.
struct KnownMove {
    std::uint64_t height = 0;
    i128 delta = 0;
    bool is_fill = true;  ///< Or a deposit or withdrawal.

    friend bool operator==(const KnownMove&, const KnownMove&) = default;
};

/// One token's books since the baseline.
struct TokenBooks {
    std::optional<Amount> counted;
    std::optional<Amount> baseline;
    i128 fills = 0;
    i128 flows = 0;
    std::vector<KnownMove> ahead;    ///< In blocks that the last count has not reached.
    std::uint32_t counts_apart = 0;  ///< Counts in a row that something unexplained lasted.

    friend bool operator==(const TokenBooks&, const TokenBooks&) = default;
};

/// Everything, as plain values: what has to survive a restart.
struct PortfolioBooks {
    std::uint64_t height = 0;  ///< Of the last count.
    bool has_baseline = false;
    std::map<std::string, PairBook> pairs;
    std::map<AssetId, TokenBooks> tokens;

    friend bool operator==(const PortfolioBooks&, const PortfolioBooks&) = default;
};

/// Absent before the first command, and where a price is missing.
struct ProfitAndLoss {
    std::optional<i128> trade;           ///< de + p0 * db
    std::optional<i128> mark_to_market;  ///< de + p1 * db
    std::optional<i128> price_move;      ///< The second less the first.

    friend bool operator==(const ProfitAndLoss&, const ProfitAndLoss&) = default;
};

/// What the trading has earned, in base units of the accounting token, from settled deltas alone:
/// deposits, withdrawals and what nobody can explain never enter. Every pair is quoted in the
/// accounting token.
class Portfolio {
  public:
    explicit Portfolio(std::vector<Pair> pairs, PortfolioBooks books = {});

    void price(const std::string& pair, Price mid);
    /// A credited count. A lower height than before is ignored.
    void counted(std::uint64_t height, const std::vector<AssetAmount>& balances);
    /// A command went out. The first one fixes the baseline: the last count before it.
    void commanded();
    /// A settled trade, once. Refused when the sums leave 128 bits; then nothing is booked.
    Result<void> filled(
        const std::string& pair, i128 base_delta, i128 quote_delta, std::uint64_t height
    );
    /// A known deposit (above zero) or withdrawal (below).
    Result<void> flowed(const AssetId& asset, i128 delta, std::uint64_t height);

    ProfitAndLoss total() const;
    ProfitAndLoss of(const std::string& pair) const;
    /// Counted - baseline - fills - known flows, as of the last count.
    std::optional<i128> unexplained(const AssetId& asset) const;
    /// Something unexplained lasted two counts.
    bool is_unexplained_lasting(const AssetId& asset) const;
    /// What was counted, at the latest prices. Absent while a price or a count is missing.
    std::optional<Amount> value() const;

    const PortfolioBooks& books() const { return books_; }

  private:
    const Pair* find(const std::string& pair) const;
    std::optional<i128> pnl(const Pair& pair, const PairBook& book, bool at_baseline) const;
    Result<void> move(const AssetId& asset, const KnownMove& move);
    static Result<void> fold(TokenBooks& token, const KnownMove& move);

    std::vector<Pair> pairs_;
    PortfolioBooks books_;
};

}  // namespace unrip::strategy
