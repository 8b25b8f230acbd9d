#include "strategy/portfolio.hpp"
#include "strategy/signed_value.hpp"

// What the books say: profit and loss, what is left unexplained, what it all is worth.

namespace unrip::strategy {
namespace {

std::optional<i128> sum(std::optional<i128> left, std::optional<i128> right) {
    if (!left || !right) return std::nullopt;
    const auto both = add(*left, *right);
    return both ? std::optional<i128>{*both} : std::nullopt;
}

std::optional<i128> difference(std::optional<i128> left, std::optional<i128> right) {
    if (!left || !right) return std::nullopt;
    const auto both = subtract(*left, *right);
    return both ? std::optional<i128>{*both} : std::nullopt;
}

std::optional<i128> as_delta_if(std::optional<Amount> amount) {
    if (!amount) return std::nullopt;
    const auto delta = as_delta(*amount);
    return delta ? std::optional<i128>{*delta} : std::nullopt;
}

}  // namespace

const Pair* Portfolio::find(const std::string& pair) const {
    for (const auto& known : pairs_) {
        if (known.name() == pair) return &known;
    }
    return nullptr;
}

std::optional<i128> Portfolio::pnl(const Pair& pair, const PairBook& book, bool at_baseline) const {
    if (!books_.has_baseline) return std::nullopt;
    if (book.base_delta == 0) return book.quote_delta;  // No price is needed.
    const auto& price = at_baseline ? book.price_baseline : book.price_latest;
    if (!price) return std::nullopt;
    const auto value = value_of(book.base_delta, *price, pair.decimals());
    return value ? sum(*value, book.quote_delta) : std::nullopt;
}

ProfitAndLoss Portfolio::of(const std::string& name) const {
    const Pair* pair = find(name);
    if (pair == nullptr) return {};
    const auto& book = books_.pairs.at(name);
    ProfitAndLoss all{};
    all.trade = pnl(*pair, book, true);
    all.mark_to_market = pnl(*pair, book, false);
    all.price_move = difference(all.mark_to_market, all.trade);
    return all;
}

ProfitAndLoss Portfolio::total() const {
    if (!books_.has_baseline) return {};
    ProfitAndLoss all{0, 0, 0};
    for (const auto& pair : pairs_) {
        const auto of_pair = of(pair.name());
        all.trade = sum(all.trade, of_pair.trade);
        all.mark_to_market = sum(all.mark_to_market, of_pair.mark_to_market);
    }
    all.price_move = difference(all.mark_to_market, all.trade);
    return all;
}

std::optional<i128> Portfolio::unexplained(const AssetId& asset) const {
    const auto found = books_.tokens.find(asset);
    if (found == books_.tokens.end() || !books_.has_baseline) return std::nullopt;
    const auto& token = found->second;
    const auto moved = difference(as_delta_if(token.counted), as_delta_if(token.baseline));
    return difference(difference(moved, token.fills), token.flows);
}

bool Portfolio::is_unexplained_lasting(const AssetId& asset) const {
    const auto found = books_.tokens.find(asset);
    if (found == books_.tokens.end()) return false;
    const auto gap = unexplained(asset);
    return gap && *gap != 0 && found->second.counts_apart >= 2;
}

std::optional<Amount> Portfolio::value() const {
    Amount total;
    for (const auto& [asset, token] : books_.tokens) {
        if (!token.counted) return std::nullopt;
        std::optional<Amount> worth;
        for (const auto& pair : pairs_) {
            if (pair.quote.id == asset) worth = token.counted;
            if (pair.base.id != asset || worth) continue;
            const auto& price = books_.pairs.at(pair.name()).price_latest;
            if (!price) return std::nullopt;
            const auto value =
                base_to_quote(*token.counted, *price, pair.decimals(), Rounding::down);
            if (!value) return std::nullopt;
            worth = *value;
        }
        if (!worth) return std::nullopt;
        const auto sum = add(total, *worth);
        if (!sum) return std::nullopt;
        total = *sum;
    }
    return total;
}

}  // namespace unrip::strategy
