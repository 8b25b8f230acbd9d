#include "chain/profit.hpp"

namespace unrip::sandbox {
namespace {

/// The worth of the deltas that have a price, and the part of it that was given.
struct Worth {
    double net = 0;
    double given = 0;
};

template <class Deltas>
Worth worth_of(const Deltas& deltas, const UnitPrice& price, std::vector<std::string>* unpriced) {
    Worth worth;
    for (const auto& [token, delta] : deltas) {
        const auto unit = price ? price(token) : std::nullopt;
        if (!unit) {
            if (unpriced != nullptr) unpriced->push_back(token);
            continue;
        }
        const double value = static_cast<double>(delta) * *unit;
        worth.net += value;
        if (value < 0) worth.given -= value;
    }
    return worth;
}

}  // namespace

void ProfitBook::traded(const ExecutedDiff& diff, const UnitPrice& price) {
    auto& account = accounts_[diff.account_id];
    for (const auto& [token, delta] : diff.diff)
        account.deltas[token] += delta;
    const auto worth = worth_of(diff.diff, price, nullptr);
    account.at_trade += worth.net;
    account.turnover += worth.given;
    ++account.trades;
}

Profit ProfitBook::of(std::string_view name, const UnitPrice& price) const {
    Profit profit;
    const auto account = accounts_.find(name);
    if (account == accounts_.end()) return profit;
    profit.value = worth_of(account->second.deltas, price, &profit.unpriced).net;
    profit.at_trade = account->second.at_trade;
    profit.turnover = account->second.turnover;
    profit.trades = account->second.trades;
    return profit;
}

SignedSums ProfitBook::deltas_of(std::string_view name) const {
    const auto account = accounts_.find(name);
    return account == accounts_.end() ? SignedSums{} : account->second.deltas;
}

}  // namespace unrip::sandbox
