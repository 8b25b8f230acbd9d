#include "ledger.hpp"

#include <algorithm>
#include <utility>

namespace unrip::history_writer {
namespace {

i128 delta_of(const std::map<AssetId, i128>& deltas, const AssetId& asset) {
    const auto found = deltas.find(asset);
    return found == deltas.end() ? i128{0} : found->second;
}

std::optional<Amount> amount_of(
    const std::vector<strategy::AssetAmount>& amounts, const AssetId& asset
) {
    for (const auto& one : amounts) {
        if (one.asset == asset) return one.amount;
    }
    return std::nullopt;
}

/// The books as they stood at the first of the last counts; the later counts are told to them.
strategy::PortfolioBooks books_of(const std::vector<Pair>& pairs, const LedgerRows& rows) {
    strategy::PortfolioBooks books;
    books.has_baseline = rows.baseline.has_value();
    for (const auto& pair : pairs) {
        auto& book = books.pairs[pair.name()];
        const auto sums = rows.pairs.find(pair.name());
        if (sums != rows.pairs.end()) {
            book.fills = sums->second.fills;
            book.base_delta = delta_of(sums->second.deltas, pair.base.id);
            book.quote_delta = delta_of(sums->second.deltas, pair.quote.id);
            // A pair that came after the baseline begins with the price of its first fill.
            book.price_baseline = sums->second.first_mid;
        }
        for (const auto& token : {pair.base, pair.quote}) {
            auto& of_token = books.tokens[token.id];
            if (rows.baseline) of_token.baseline = amount_of(rows.baseline->balances, token.id);
            of_token.fills = delta_of(rows.fills, token.id);
            of_token.flows = delta_of(rows.flows, token.id);
        }
    }
    for (const auto& ahead : rows.ahead) {
        const auto found = books.tokens.find(ahead.asset);
        if (found != books.tokens.end()) found->second.ahead.push_back(ahead.move);
    }
    if (!rows.baseline) return books;
    for (const auto& price : rows.baseline->prices) {
        const auto found = books.pairs.find(price.pair);
        if (found != books.pairs.end()) found->second.price_baseline = price.mid;
    }
    return books;
}

}  // namespace

Ledger::Ledger(std::vector<Token> tokens, std::vector<Pair> pairs, LedgerRows rows)
    : tokens_{std::move(tokens)},
      pairs_{std::move(pairs)},
      bridge_fees_{std::move(rows.bridge_fees)},
      last_settlement_{std::move(rows.last_settlement)},
      portfolio_{pairs_, books_of(pairs_, rows)} {
    for (const auto& [name, sums] : rows.pairs)
        volumes_[name] = sums.volume;
    for (const auto& count : rows.counts)
        counted(count);
    for (const auto& row : rows.prices)
        price(row);
    baseline_ = std::move(rows.baseline);
}

void Ledger::price(const PriceRow& row) {
    if (find(row.pair) == nullptr) return;
    portfolio_.price(row.pair, row.mid);
    price_ids_[row.pair] = row.id;
}

void Ledger::counted(const CountRow& row) {
    if (row.height < portfolio_.books().height) return;
    portfolio_.counted(row.height, row.balances);
    last_count_ = row.id;
}

Result<void> Ledger::filled(const std::vector<FillDelta>& deltas) {
    if (deltas.empty()) return {};
    const auto& first = deltas.front();
    const auto* const known = find(first.pair);
    if (known == nullptr) {
        return fail(
            Error::Kind::refused, "a fill of a pair that is not in the policy: " + first.pair
        );
    }
    i128 base = 0;
    i128 quote = 0;
    for (const auto& moved : deltas) {
        if (moved.asset == known->base.id) base = moved.delta;
        if (moved.asset == known->quote.id) quote = moved.delta;
    }
    const auto volume = add(volumes_[first.pair], first.notional);
    if (!volume) return volume.failure();
    auto booked = portfolio_.filled(first.pair, base, quote, first.height);
    if (!booked) return booked;
    volumes_[first.pair] = *volume;
    last_settlement_ = first.settlement;
    return {};
}

std::vector<Ledger::Unexplained> Ledger::lasting() const {
    std::vector<Unexplained> found;
    for (const auto& token : tokens_) {
        if (!portfolio_.is_unexplained_lasting(token.id)) continue;
        found.push_back({token, portfolio_.unexplained(token.id).value_or(0)});
    }
    return found;
}

const Pair* Ledger::find(const std::string& name) const {
    const auto found = std::find_if(pairs_.begin(), pairs_.end(), [&](const Pair& pair) {
        return pair.name() == name;
    });
    return found == pairs_.end() ? nullptr : &*found;
}

}  // namespace unrip::history_writer
