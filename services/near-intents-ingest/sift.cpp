#include "sift.hpp"

#include <algorithm>

namespace unrip::near_intents_ingest {

std::string_view to_text(Sifted sifted) {
    switch (sifted) {
        case Sifted::unknown_asset:
            return "unknown_asset";
        case Sifted::unsupported_pair:
            return "unsupported_pair";
        case Sifted::leading_zeros:
            break;
    }
    return "leading_zeros";
}

Sieve::Sieve(const policy::File& policy) : has_filter_{policy.relay.token_filter} {
    for (const auto& entry : policy.tokens)
        tokens_.push_back(entry.token.id);
    for (const auto& entry : policy.pairs) {
        const auto& pair = entry.trading.pair;
        pairs_[{pair.base.id, pair.quote.id}] = pair.name();
        pairs_[{pair.quote.id, pair.base.id}] = pair.name();
    }
}

std::variant<std::string, Sifted> Sieve::look(const venue::RelayQuoteRequest& request) const {
    const auto is_known = [&](const AssetId& asset) {
        return std::find(tokens_.begin(), tokens_.end(), asset) != tokens_.end();
    };
    if (!is_known(request.asset_in) || !is_known(request.asset_out)) return Sifted::unknown_asset;
    const auto pair = pairs_.find({request.asset_in, request.asset_out});
    if (pair == pairs_.end()) return Sifted::unsupported_pair;
    // The fixed amount is signed character for character, and a message carries only its number.
    if (request.fixed_amount_text != request.fixed_amount.to_string()) {
        return Sifted::leading_zeros;
    }
    return pair->second;
}

venue::TokenFilter Sieve::filter() const {
    if (!has_filter_) return {};
    return {tokens_, tokens_};
}

}  // namespace unrip::near_intents_ingest
