#include "strategy/world.hpp"

namespace unrip::strategy {

Routes::Routes(const Policy& policy, Commitments& commitments) {
    const auto token = [&](const AssetId& asset) {
        return tokens_.try_emplace(asset, tokens_.size()).first->second;
    };
    routes_.reserve(policy.pairs.size() * 2);
    for (std::size_t index = 0; index < policy.pairs.size(); ++index) {
        const Pair& pair = policy.pairs[index].pair;
        pairs_.emplace(pair.name(), index);
        token(pair.base.id);
        token(pair.quote.id);
        const auto line_base = commitments.ledger().line_of(pair.base.id);
        const auto line_quote = commitments.ledger().line_of(pair.quote.id);
        routes_.push_back(Route{
            index,
            Side::user_sells_base,
            line_quote,
            line_base,
            commitments.pool_of(pair.name(), pair.quote.id)});
        routes_.push_back(Route{
            index,
            Side::user_buys_base,
            line_base,
            line_base,
            commitments.pool_of(pair.name(), pair.base.id)});
    }
    by_tokens_.resize(tokens_.size() * tokens_.size());
    for (const auto& route : routes_) {
        const Pair& pair = policy.pairs[route.pair].pair;
        const auto base = tokens_.at(pair.base.id);
        const auto quote = tokens_.at(pair.quote.id);
        const auto place = route.side == Side::user_sells_base ? base * tokens_.size() + quote
                                                               : quote * tokens_.size() + base;
        by_tokens_[place] = &route;
    }
}

const Route* Routes::find(const AssetId& in, const AssetId& out) const {
    const auto token_in = tokens_.find(in);
    const auto token_out = tokens_.find(out);
    if (token_in == tokens_.end() || token_out == tokens_.end()) return nullptr;
    return by_tokens_[token_in->second * tokens_.size() + token_out->second];
}

std::optional<std::size_t> Routes::pair(const std::string& name) const {
    const auto found = pairs_.find(name);
    if (found == pairs_.end()) return std::nullopt;
    return found->second;
}

}  // namespace unrip::strategy
