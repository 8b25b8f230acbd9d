#include "settings.hpp"

#include "presence/bus_settings.hpp"
#include "runtime/env.hpp"

#include <algorithm>
#include <array>

namespace unrip::market_reference_ingest {
namespace {

using policy::Market;

struct Switch {
    Market market;
    std::string_view variable;
};
constexpr std::array kSwitches = {
    Switch{Market::kraken, "REFERENCE_KRAKEN_URL"},
    Switch{Market::coinbase, "REFERENCE_COINBASE_URL"},
    Switch{Market::bitstamp, "REFERENCE_BITSTAMP_URL"},
    Switch{Market::binance, "REFERENCE_BINANCE_URL"},
    Switch{Market::pyth, "REFERENCE_PYTH_URL"},
};

std::map<Market, MarketAddress> read_markets(runtime::Env& env) {
    const auto names = env.list("REFERENCE_SOURCES");
    for (const auto& name : names) {
        if (!policy::market_from(name))
            env.mistake("REFERENCE_SOURCES", "name only kraken, coinbase, bitstamp, binance, pyth");
    }
    std::map<Market, MarketAddress> markets;
    for (const auto& [market, variable] : kSwitches) {
        const auto url = market == Market::pyth ? env.url(variable, {"http", "https"})
                                                : env.url(variable, {"ws", "wss", "http", "https"});
        const bool is_on =
            std::find(names.begin(), names.end(), policy::to_text(market)) != names.end();
        if (is_on) markets.emplace(market, address_of(market, url));
    }
    return markets;
}

/// With too few switched on there would never be a price: better said at the start than in a
/// decline.
void expect_enough_sources(const Settings& settings) {
    const auto sources_min = settings.policy.reference.agreement.sources_min;
    for (const auto& pair : settings.policy.pairs) {
        const auto on = std::count_if(
            pair.sources.begin(),
            pair.sources.end(),
            [&](const policy::ReferenceSource& source) {
                return settings.markets.contains(source.market);
            }
        );
        if (on >= std::int64_t{sources_min}) continue;
        throw runtime::CannotStart{
            pair.trading.pair.name() + " needs " + std::to_string(sources_min) +
            " sources for a price, and REFERENCE_SOURCES switches on " + std::to_string(on) +
            " of those that the policy names for it"};
    }
}

}  // namespace

Settings Settings::from(runtime::Env& env) {
    Settings settings;
    settings.bus = presence::bus_settings(env);
    settings.markets = read_markets(env);
    settings.pyth_key = env.optional_secret("REFERENCE_PYTH_API_KEY");
    const auto path = env.file("UNRIP_POLICY_FILE");
    env.expect_no_mistakes();

    auto policy = policy::load(path);
    if (!policy) throw runtime::CannotStart{policy.error().detail};
    settings.policy = *std::move(policy);
    expect_enough_sources(settings);
    return settings;
}

}  // namespace unrip::market_reference_ingest
