#include "strategy/portfolio.hpp"

#include "core/check.hpp"
#include "strategy/signed_value.hpp"

#include <algorithm>

namespace unrip::strategy {

Portfolio::Portfolio(std::vector<Pair> pairs, PortfolioBooks books)
    : pairs_{std::move(pairs)}, books_{std::move(books)} {
    for (const auto& pair : pairs_) {
        books_.pairs.try_emplace(pair.name());
        books_.tokens.try_emplace(pair.base.id);
        books_.tokens.try_emplace(pair.quote.id);
    }
}

void Portfolio::price(const std::string& pair, Price mid) {
    if (find(pair) != nullptr) books_.pairs[pair].price_latest = mid;
}

void Portfolio::counted(std::uint64_t height, const std::vector<AssetAmount>& balances) {
    if (height < books_.height) return;
    const bool is_news = height > books_.height;
    books_.height = height;
    for (const auto& balance : balances) {
        const auto found = books_.tokens.find(balance.asset);
        if (found == books_.tokens.end()) continue;
        auto& token = found->second;
        token.counted = balance.amount;
        std::erase_if(token.ahead, [&](const KnownMove& move) {
            // What can't be summed stays ahead, and so stays unexplained.
            return move.height <= height && fold(token, move);
        });
        if (!is_news) continue;
        const auto gap = unexplained(balance.asset);
        token.counts_apart = gap && *gap != 0 ? token.counts_apart + 1 : 0;
    }
}

void Portfolio::commanded() {
    if (books_.has_baseline) return;
    const bool is_counted =
        std::all_of(books_.tokens.begin(), books_.tokens.end(), [](const auto& entry) {
            return entry.second.counted.has_value();
        });
    if (!is_counted) return;
    for (auto& [asset, token] : books_.tokens) {
        token = TokenBooks{token.counted, token.counted, 0, 0, std::move(token.ahead), 0};
    }
    for (auto& [name, book] : books_.pairs)
        book.price_baseline = book.price_latest;
    books_.has_baseline = true;
}

Result<void> Portfolio::filled(
    const std::string& name, i128 base_delta, i128 quote_delta, std::uint64_t height
) {
    const Pair* pair = find(name);
    if (pair == nullptr) return fail(Error::Kind::malformed, "a fill of an unknown pair: " + name);
    auto& book = books_.pairs[name];
    const auto base = add(book.base_delta, base_delta);
    if (!base) return base.failure();
    const auto quote = add(book.quote_delta, quote_delta);
    if (!quote) return quote.failure();

    const PortfolioBooks before = books_;
    auto booked = [&]() -> Result<void> {
        const auto in = move(pair->base.id, KnownMove{height, base_delta, true});
        return in ? move(pair->quote.id, KnownMove{height, quote_delta, true}) : in;
    }();
    if (!booked) {
        books_ = before;
        return booked;
    }
    book.base_delta = *base;
    book.quote_delta = *quote;
    ++book.fills;
    return {};
}

Result<void> Portfolio::flowed(const AssetId& asset, i128 delta, std::uint64_t height) {
    if (!books_.tokens.contains(asset)) return {};  // No token of ours.
    return move(asset, KnownMove{height, delta, false});
}

Result<void> Portfolio::move(const AssetId& asset, const KnownMove& move) {
    auto& token = books_.tokens[asset];
    if (move.height <= books_.height) return fold(token, move);
    token.ahead.push_back(move);
    return {};
}

Result<void> Portfolio::fold(TokenBooks& token, const KnownMove& move) {
    auto& sum = move.is_fill ? token.fills : token.flows;
    const auto folded = add(sum, move.delta);
    if (!folded) return folded.failure();
    sum = *folded;
    return {};
}

}  // namespace unrip::strategy
