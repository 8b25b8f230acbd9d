#include "policy/policy.hpp"

#include <algorithm>

namespace unrip::policy {

strategy::Policy File::strategy() const {
    strategy::Policy policy;
    for (const auto& entry : pairs)
        policy.pairs.push_back(entry.trading);
    policy.accounting_asset = accounting.id;
    policy.freshness = freshness;
    policy.reference = reference_limits;
    policy.timing = timing;
    policy.commitments = commitments;
    policy.sampling = sampling;
    policy.answers_price_probes = answers_price_probes;
    policy.partners_refused = partners_refused;
    policy.answered_quotes_remembered = answered_quotes_remembered;
    return policy;
}

strategy::CommandLimits File::command_limits(const PairEntry& pair) const {
    return {
        .pairs = {pair.trading.pair},
        .notional_max = pair.executor_notional_max.value_or(executor.notional_max),
        .loss_max = executor.loss_max,
        .gain_max = executor.gain_max,
        .lifetime_min = executor.lifetime_min,
        .lifetime_max = executor.lifetime_max,
        .nonce_margin = timing.nonce_margin,
    };
}

TokenBook File::token_book() const {
    TokenBook book;
    for (const auto& entry : tokens)
        check(book.add(entry.token).has_value(), "a policy that was read has each token once");
    return book;
}

const TokenEntry* File::find_token(const AssetId& id) const {
    const auto found = std::find_if(tokens.begin(), tokens.end(), [&](const TokenEntry& entry) {
        return entry.token.id == id;
    });
    return found == tokens.end() ? nullptr : &*found;
}

const TokenEntry* File::find_token(std::string_view slug) const {
    const auto found = std::find_if(tokens.begin(), tokens.end(), [&](const TokenEntry& entry) {
        return entry.token.slug == slug;
    });
    return found == tokens.end() ? nullptr : &*found;
}

const PairEntry* File::find_pair(std::string_view pair) const {
    const auto found = std::find_if(pairs.begin(), pairs.end(), [&](const PairEntry& entry) {
        return entry.trading.pair.name() == pair;
    });
    return found == pairs.end() ? nullptr : &*found;
}

}  // namespace unrip::policy
