// What the books say, as a message: whole, and by token and pair.

#include "ledger.hpp"

#include <utility>

namespace unrip::history_writer {
namespace {

// 10^18 counts of 10^-18.
const Price kOne = Price::from_raw(power_of_ten(Price::kPlaces));

/// What so much of a token is worth, rounded down; absent without a price.
std::optional<Amount> worth(
    const Token& token, Amount amount, std::optional<Price> price, const std::vector<Pair>& pairs
) {
    for (const auto& pair : pairs) {
        if (pair.quote.id == token.id) return amount;
        if (pair.base.id != token.id || !price) continue;
        const auto value = base_to_quote(amount, *price, pair.decimals(), Rounding::down);
        return value ? std::optional<Amount>{*value} : std::nullopt;
    }
    return std::nullopt;
}

}  // namespace

std::optional<messages::PortfolioMetrics> Ledger::metrics(
    const std::string& account, messages::MetricsTrigger trigger
) const {
    if (!last_count_) return std::nullopt;
    messages::PortfolioMetrics metrics;
    metrics.account_id = account;
    metrics.trigger = trigger;
    metrics.inventory_id = *last_count_;
    for (const auto& [pair, id] : price_ids_)
        metrics.price_ids.push_back(id);
    metrics.last_settlement_id = last_settlement_;
    metrics.baseline = baseline();
    const auto total = portfolio_.total();
    metrics.trade_pnl_eure = total.trade;
    metrics.mark_to_market_pnl_eure = total.mark_to_market;
    metrics.price_move_pnl_eure = total.price_move;
    metrics.value_eure = portfolio_.value();
    metrics.bridge_fees_eure = fees_in_eure();
    for (const auto& token : tokens_) {
        auto one = asset(token);
        if (one) metrics.assets.push_back(std::move(*one));
    }
    for (const auto& one : pairs_) {
        metrics.pairs.push_back(pair(one));
        metrics.fills += metrics.pairs.back().fills;
    }
    return metrics;
}

std::optional<messages::PortfolioBaseline> Ledger::baseline() const {
    if (!baseline_) return std::nullopt;
    messages::PortfolioBaseline said;
    said.inventory_id = baseline_->inventory;
    said.first_command_id = baseline_->first_command;
    said.block_height = baseline_->height;
    said.taken_at_ms = baseline_->taken_at_ms;
    for (const auto& token : tokens_) {
        for (const auto& held : baseline_->balances) {
            if (held.asset != token.id) continue;
            const auto value = worth(token, held.amount, in_eure(token, true), pairs_);
            const auto sum = value ? add(said.value_eure, *value) : Result<Amount>{said.value_eure};
            if (sum) said.value_eure = *sum;
        }
    }
    return said;
}

std::optional<messages::PortfolioAsset> Ledger::asset(const Token& token) const {
    const auto& all = portfolio_.books().tokens;
    const auto found = all.find(token.id);
    if (found == all.end() || !found->second.counted) return std::nullopt;
    const auto& book = found->second;
    messages::PortfolioAsset said;
    said.asset = token.id;
    said.symbol = token.symbol;
    said.decimals = token.decimals;
    said.counted = *book.counted;
    said.price_latest_eure = in_eure(token, false);
    if (!baseline_) return said;
    said.baseline = book.baseline;
    said.fills_delta = book.fills;
    said.flows_delta = book.flows;
    said.unexplained = portfolio_.unexplained(token.id);
    said.price_baseline_eure = in_eure(token, true);
    return said;
}

messages::PortfolioPair Ledger::pair(const Pair& pair) const {
    const auto& book = portfolio_.books().pairs.at(pair.name());
    messages::PortfolioPair said;
    said.pair = pair.name();
    said.fills = book.fills;
    said.base_delta = book.base_delta;
    said.quote_delta = book.quote_delta;
    const auto volume = volumes_.find(pair.name());
    if (volume != volumes_.end()) said.volume_eure = volume->second;
    if (baseline_) said.price_baseline = book.price_baseline;
    said.price_latest = book.price_latest;
    const auto earned = portfolio_.of(pair.name());
    said.trade_pnl_eure = earned.trade;
    said.mark_to_market_pnl_eure = earned.mark_to_market;
    said.price_move_pnl_eure = earned.price_move;
    return said;
}

std::optional<Price> Ledger::in_eure(const Token& token, bool at_baseline) const {
    for (const auto& pair : pairs_) {
        if (pair.quote.id == token.id) return kOne;
        if (pair.base.id != token.id) continue;
        const auto& book = portfolio_.books().pairs.at(pair.name());
        return at_baseline ? book.price_baseline : book.price_latest;
    }
    return std::nullopt;
}

Amount Ledger::fees_in_eure() const {
    Amount sum;
    for (const auto& fee : bridge_fees_) {
        for (const auto& token : tokens_) {
            if (token.id != fee.asset) continue;
            const auto value = worth(token, fee.amount, in_eure(token, false), pairs_);
            const auto more = value ? add(sum, *value) : Result<Amount>{sum};
            if (more) sum = *more;
        }
    }
    return sum;
}

}  // namespace unrip::history_writer
