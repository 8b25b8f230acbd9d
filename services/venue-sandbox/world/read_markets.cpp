#include "world/read_scenario.hpp"
#include "world/reading.hpp"

namespace unrip::sandbox {
namespace {

constexpr std::uint32_t kMillion = 1'000'000;

Regime read_regime(Reading& from) {
    Regime regime;
    from.text("name", regime.name);
    if (!from.has("name")) from.mistake("name", "be a text");
    from.whole("drift_ppm_per_hour", regime.drift_ppm_per_hour, -500'000, 500'000);
    from.count("volatility_ppm_per_hour", regime.volatility_ppm_per_hour, 0, kMillion);
    from.count("jumps_per_hour", regime.jumps_per_hour, 0, 3'600);
    from.count("jump_ppm", regime.jump_ppm, 0, 200'000);
    from.milliseconds("lasts_ms", regime.lasts, Milliseconds{100}, Milliseconds{86'400'000});
    return regime;
}

void read_market(Reading& from, Scenario& scenario) {
    std::string name;
    from.text("name", name);
    const bool fresh = !name.empty() && !scenario.has_market(name);
    if (!fresh) from.mistake("name", "be a name that no other market has, such as \"BTC/EUR\"");
    for (const auto way : {DerivedMarket::From::product, DerivedMarket::From::quotient}) {
        const auto* const field =
            way == DerivedMarket::From::product ? "product_of" : "quotient_of";
        std::vector<std::string> legs;
        from.texts(field, legs);
        if (legs.empty()) continue;
        const auto is_base = [&](const std::string& leg) {
            for (const auto& market : scenario.markets) {
                if (market.name == leg) return true;
            }
            return false;
        };
        if (legs.size() != 2 || !is_base(legs[0]) || !is_base(legs[1])) {
            return from.mistake(field, "name two markets that stand before it and have a start");
        }
        scenario.derived.push_back({name, way, legs[0], legs[1]});
        return;
    }
    Market market;
    market.name = name;
    from.price("start", market.start);
    if (!from.has("start")) from.mistake("start", "be a price as text, such as \"60000\"");
    from.objects("regimes", [&](Reading& regime) {
        market.regimes.push_back(read_regime(regime));
    });
    if (market.regimes.empty()) market.regimes.push_back(Regime{.name = "calm"});
    scenario.markets.push_back(std::move(market));
}

Token read_token(Reading& from) {
    Token token;
    std::string id;
    from.text("id", id);
    auto parsed = AssetId::parse(id);
    if (parsed) token.id = std::move(*parsed);
    if (!parsed)
        from.mistake("id", "be an asset as the venue writes it, such as nep141:btc.omft.near");
    from.text("slug", token.slug);
    if (token.slug.empty()) from.mistake("slug", "be a text such as \"btc\"");
    token.symbol = token.slug;
    from.text("symbol", token.symbol);
    std::uint32_t decimals = 0;
    from.count("decimals", decimals, 0, 24);
    if (!from.has("decimals")) from.mistake("decimals", "be a whole number from 0 to 24");
    token.decimals = decimals;
    return token;
}

void read_pair(Reading& from, Scenario& scenario) {
    TradedPair traded;
    from.text("market", traded.market);
    if (traded.market.empty()) from.mistake("market", "name a market");
    for (const auto* const side : {"base", "quote"}) {
        if (!from.has(side)) from.mistake(side, "be an object");
    }
    from.object("base", [&](Reading& token) { traded.pair.base = read_token(token); });
    from.object("quote", [&](Reading& token) { traded.pair.quote = read_token(token); });
    if (scenario.find_pair(traded.pair.name()) != nullptr) {
        return from.mistake("base", "make a pair that is not there yet");
    }
    scenario.pairs.push_back(std::move(traded));
}

Token token(std::string_view id, std::string slug, std::string symbol, unsigned decimals) {
    return {*AssetId::parse(id), std::move(slug), std::move(symbol), decimals};
}

}  // namespace

void read_markets(Reading& file, Scenario& scenario) {
    file.objects("markets", [&](Reading& market) { read_market(market, scenario); });
    file.objects("pairs", [&](Reading& pair) { read_pair(pair, scenario); });
    fill_in_markets(scenario);
}

void fill_in_markets(Scenario& scenario) {
    if (scenario.markets.empty()) {
        const Regime calm{.name = "calm"};
        const Regime still{.name = "calm", .volatility_ppm_per_hour = 300};
        scenario.markets.push_back({"BTC/EUR", *Price::parse("60000"), {calm}});
        scenario.markets.push_back({"ETH/EUR", *Price::parse("3000"), {calm}});
        scenario.markets.push_back({"EUR/USD", *Price::parse("1.08"), {still}});
        const auto product = DerivedMarket::From::product;
        scenario.derived.push_back({"BTC/USD", product, "BTC/EUR", "EUR/USD"});
        scenario.derived.push_back({"ETH/USD", product, "ETH/EUR", "EUR/USD"});
    }
    if (!scenario.pairs.empty()) return;
    const auto eure = token(
        "nep141:gnosis-0x420ca0f9b9b604ce0fd9c18ef134c705e5fa3430.omft.near", "eure", "EURe", 18
    );
    if (scenario.has_market("BTC/EUR")) {
        scenario.pairs.push_back({{token("nep141:btc.omft.near", "btc", "BTC", 8), eure}, "BTC/EUR"}
        );
    }
    if (scenario.has_market("ETH/EUR")) {
        scenario.pairs.push_back(
            {{token("nep141:eth.omft.near", "eth", "ETH", 18), eure}, "ETH/EUR"}
        );
    }
}

}  // namespace unrip::sandbox
