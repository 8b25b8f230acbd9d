#include "venue_settings.hpp"

#include "near/public_key.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace unrip::sandbox {
namespace {

/// As many blocks as the quickest scenario makes in a second.
constexpr std::int64_t kHeightsPerSecond = std::chrono::seconds{1} / kBlockEveryMin;

std::uint64_t height_at(Instant start) {
    const auto since_epoch = std::chrono::duration_cast<std::chrono::seconds>(start - Instant{});
    const auto heights = std::max<std::int64_t>(since_epoch.count(), 0) * kHeightsPerSecond;
    return static_cast<std::uint64_t>(heights) + 1;
}

}  // namespace

ChainSettings chain_settings(const Scenario& scenario, Instant start) {
    ChainSettings settings;
    settings.first_height = height_at(start);
    settings.verifier.contract_id = scenario.chain.contract;
    settings.verifier.fee_pips = scenario.chain.fee_pips;
    settings.block_interval = scenario.chain.block_every;
    settings.final_lag = scenario.chain.final_behind;
    settings.seed = scenario.seed;
    return settings;
}

RelayRules relay_rules(const Scenario& scenario) {
    RelayRules rules;
    rules.bearer = scenario.relay.bearer;
    rules.flat_envelope = scenario.relay.flat_envelope;
    rules.verify_inline = scenario.relay.verify_inline;
    rules.wait_min = scenario.auction.wait_min;
    rules.wait_max = scenario.auction.wait_max;
    rules.grace = scenario.auction.grace;
    rules.sub_leg_grace = scenario.auction.sub_leg_grace;
    rules.settle_after = scenario.chain.settle_after;
    return rules;
}

BridgeTimes bridge_times(const Scenario& scenario) {
    BridgeTimes times;
    times.deposit_credited = scenario.bridge.deposit_credited_after;
    times.withdrawal_done = scenario.bridge.withdrawal_done_after;
    return times;
}

std::vector<BridgeToken> bridge_tokens(const Scenario& scenario) {
    std::vector<BridgeToken> tokens;
    std::set<std::string> seen;
    for (const auto& [pair, market] : scenario.pairs) {
        for (const auto& token : {pair.base, pair.quote}) {
            if (!seen.insert(token.id.text()).second) continue;
            auto carried = bridge_token(token.id.text(), token.symbol, token.decimals);
            if (carried) tokens.push_back(std::move(*carried));
        }
    }
    return tokens;
}

Result<void> register_key(Chain& chain, std::string_view account, std::string_view key) {
    const auto parsed = near::PublicKey::parse(key);
    if (!parsed) return parsed.failure();
    chain.register_key(account, *parsed);
    chain.add_access_key(account, *parsed, true);
    return {};
}

Result<void> furnish(Chain& chain, const AccountPlan& account) {
    for (const auto& [asset, amount] : account.balances)
        chain.set_balance(account.id, asset.text(), amount.atoms());
    for (const auto& key : account.keys) {
        auto registered = register_key(chain, account.id, key);
        if (!registered) return registered;
    }
    return {};
}

UnitPrice unit_price(World& world, const Clock& clock) {
    struct Worth {
        std::string market;  // Empty: it is what worth is counted in.
        double unit = 1;
    };
    std::map<std::string, Worth, std::less<>> worths;
    const auto& pairs = world.scenario().pairs;
    for (const auto& [pair, market] : pairs) {
        const auto& money = pairs.front().pair.quote;
        if (pair.quote.id != money.id) continue;
        worths[money.id.text()] = {"", std::pow(10.0, -static_cast<double>(money.decimals))};
        worths[pair.base.id.text()] = {
            market, std::pow(10.0, -static_cast<double>(pair.base.decimals))};
    }
    return [&world, &clock, worths = std::move(worths)](std::string_view token
           ) -> std::optional<double> {
        const auto found = worths.find(token);
        if (found == worths.end()) return std::nullopt;
        const auto& [market, unit] = found->second;
        if (market.empty()) return unit;
        const auto price = world.price(market, clock.now());
        if (!price) return std::nullopt;
        return static_cast<double>(price->raw()) * 1e-18 * unit;
    };
}

}  // namespace unrip::sandbox
