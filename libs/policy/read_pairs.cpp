// The tokens and pairs of a policy file.

#include "policy/reading.hpp"

#include <algorithm>

namespace unrip::policy {
namespace {

constexpr std::uint32_t kDecimalsMax = 38;

bool is_slug(std::string_view text) {
    return !text.empty() &&
           text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789") == std::string_view::npos;
}

bool stands_twice(const File& file, const TokenEntry& entry) {
    return std::any_of(file.tokens.begin(), file.tokens.end(), [&](const TokenEntry& other) {
        return other.token.id == entry.token.id || other.token.slug == entry.token.slug;
    });
}

TokenEntry read_token(Section& section) {
    TokenEntry entry;
    std::uint32_t decimals = 0;
    section.text("slug", entry.token.slug, Need::required);
    section.text("symbol", entry.token.symbol, Need::required);
    section.asset("asset_id", entry.token.id);
    section.count("decimals", decimals, Least::zero, Need::required, kDecimalsMax);
    section.text("chain", entry.chain, Need::required);
    section.amount("withdrawal_min", entry.withdrawal_min);
    section.rule(
        is_slug(entry.token.slug),
        "slug",
        "lower-case letters and digits: it names pairs and metrics"
    );
    section.rule(
        entry.chain.find(':') != std::string::npos,
        "chain",
        "a chain as the bridge writes it, such as btc:mainnet or eth:100"
    );
    entry.token.decimals = decimals;
    return entry;
}

/// Kraken's REST has no slash and calls bitcoin XBT.
std::string usual_rest_symbol(Market market, std::string symbol) {
    if (market != Market::kraken) return symbol;
    std::erase(symbol, '/');
    if (symbol.starts_with("BTC")) symbol.replace(0, 3, "XBT");
    return symbol;
}

void read_rules(Section section, FeedRules& rules) {
    section.time("quote_age_max_ms", rules.quote_age_max);
    section.time("silence_max_ms", rules.silence_max);
    section.time("frozen_max_ms", rules.frozen_max);
    section.time("ahead_max_ms", rules.ahead_max);
    section.ratio("spread_max_ppm", rules.spread_max, {1, Ratio::kOne});
    section.close();
}

ReferenceSource read_source(Section& section) {
    ReferenceSource source;
    static const std::vector<std::string_view> kMarkets = {
        "kraken", "coinbase", "bitstamp", "binance", "pyth"};
    const auto market = section.word("source", kMarkets, Need::required);
    if (market) source.market = *market_from(kMarkets[*market]);
    section.texts("symbols", source.symbols, Need::required);
    section.rule(
        source.symbols.size() == 1 || source.symbols.size() == 2,
        "symbols",
        "one symbol, or two of which the first is divided by the second"
    );
    for (const auto& symbol : source.symbols)
        source.rest_symbols.push_back(usual_rest_symbol(source.market, symbol));
    section.texts("rest_symbols", source.rest_symbols, Need::optional);
    section.rule(
        source.rest_symbols.size() == source.symbols.size(), "rest_symbols", "as many as symbols"
    );
    read_rules(section.section("rules"), source.rules);
    section.close();
    return source;
}

void read_sources(Section& section, PairEntry& pair, const File& file) {
    for (auto& entry : section.sections("sources"))
        pair.sources.push_back(read_source(entry));
    const auto sources_min =
        std::max(file.reference.agreement.sources_min, file.reference_limits.sources_min);
    section.rule(
        pair.sources.size() >= sources_min,
        "sources",
        "at least " + std::to_string(sources_min) + " sources, as many as sources_min asks for"
    );
    for (auto one = pair.sources.begin(); one != pair.sources.end(); ++one) {
        const bool twice = std::any_of(pair.sources.begin(), one, [&](const auto& other) {
            return other.market == one->market && other.symbols == one->symbols;
        });
        section.rule(
            !twice, "sources", "different sources: one counted twice would agree with itself"
        );
    }
}

void read_spread(Section section, strategy::SpreadPolicy& spread) {
    spread.disagreement_weight = Ratio::millionths(Ratio::kOne);
    section.ratio("half_spread_ppm", spread.half_spread, {1, Ratio::kOne - 1}, Need::required);
    section.ratio("disagreement_weight_ppm", spread.disagreement_weight, {0, 10 * Ratio::kOne});
    spread.half_spread_max = std::max(Ratio::bps(300), spread.half_spread);
    section.ratio("half_spread_max_ppm", spread.half_spread_max, {1, Ratio::kOne - 1});
    section.rule(
        spread.half_spread_max >= spread.half_spread,
        "half_spread_max_ppm",
        "at least half_spread_ppm"
    );
    section.close();
}

void read_limits(Section section, strategy::Limits& limits) {
    limits.quotes_per_second = 20;
    limits.quotes_burst = 40;
    limits.deadline_max = 120s;
    section.amount("notional_max", limits.notional_max, Need::required);
    section.amount("notional_min", limits.notional_min, Need::optional, Least::zero);
    section.amount("base_max", limits.base_max, Need::required);
    section.amount("quote_max", limits.quote_max, Need::required);
    section.count("quotes_per_second", limits.quotes_per_second);
    section.count("quotes_burst", limits.quotes_burst);
    section.time("deadline_max_ms", limits.deadline_max);
    section.rule(
        limits.notional_min <= limits.notional_max, "notional_min", "at most notional_max"
    );
    section.close();
}

void read_slots(
    Section section,
    strategy::SlotPolicy& slots,
    const strategy::Limits& limits,
    const strategy::QuoteTiming& timing
) {
    static const std::vector<std::string_view> kModes = {"reserve", "lanes"};
    const bool lanes = section.word("mode", kModes, Need::optional).value_or(0) == 1;
    slots.mode = lanes ? strategy::SlotMode::lanes : strategy::SlotMode::reserve;
    slots.open_target = 8;
    slots.lane_open_quotes_max = lanes ? 50 : 1;
    slots.nonce_lifetime = 600s;
    section.amount("base_cap", slots.base_cap, Need::optional, Least::zero);
    section.amount("quote_cap", slots.quote_cap, Need::optional, Least::zero);
    section.count("open_target", slots.open_target);
    slots.batch_size = slots.open_target;
    section.count("batch_size", slots.batch_size);
    section.count("lane_open_quotes_max", slots.lane_open_quotes_max);
    section.time("nonce_lifetime_ms", slots.nonce_lifetime);

    section.rule(
        !slots.base_cap.is_zero() || !slots.quote_cap.is_zero(),
        "base_cap",
        "above zero where quote_cap is zero: no slot would ever be opened"
    );
    section.rule(slots.batch_size <= slots.open_target, "batch_size", "at most open_target");
    section.rule(
        lanes || slots.lane_open_quotes_max == 1,
        "lane_open_quotes_max",
        "1 in reserve: one quote a slot"
    );
    const auto longest = std::max(timing.lifetime_min, limits.deadline_max) +
                         timing.deadline_margin + timing.nonce_margin;
    section.rule(
        slots.nonce_lifetime > longest,
        "nonce_lifetime_ms",
        "above " + std::to_string(longest.count()) + ", the longest quote with its margins"
    );
    section.close();
}

std::optional<strategy::InventoryBand> read_band(std::optional<Section> section) {
    if (!section) return std::nullopt;
    strategy::InventoryBand band;
    section->amount("base_min", band.base_min, Need::required, Least::zero);
    section->amount("base_max", band.base_max, Need::required);
    section->rule(band.base_min <= band.base_max, "base_max", "at least base_min");
    section->close();
    return band;
}

Token named_token(Section& section, std::string_view name, const File& file) {
    std::string slug;
    section.text(name, slug, Need::required);
    const auto* entry = file.find_token(slug);
    section.rule(entry != nullptr, name, "the slug of one of the tokens");
    return entry == nullptr ? Token{} : entry->token;
}

/// Two pairs of the same two tokens would quote against each other.
bool same_tokens(const Pair& left, const Pair& right) {
    return std::minmax(left.base.id, left.quote.id) == std::minmax(right.base.id, right.quote.id);
}

PairEntry read_pair(Section& section, const File& file) {
    PairEntry entry;
    auto& pair = entry.trading.pair;
    pair.base = named_token(section, "base", file);
    pair.quote = named_token(section, "quote", file);
    section.rule(
        pair.quote.id == file.accounting.id,
        "quote",
        "the accounting token (" + file.accounting.slug +
            "): notional could not be counted otherwise"
    );
    section.rule(pair.base.id != pair.quote.id, "base", "another token than quote");
    read_sources(section, entry, file);
    read_spread(section.section("spread"), entry.trading.spread);
    read_limits(section.section("limits"), entry.trading.limits);
    read_slots(section.section("slots"), entry.trading.slots, entry.trading.limits, file.timing);
    entry.trading.band = read_band(section.section_if_any("band"));
    section.amount("executor_notional_max", entry.executor_notional_max);
    const bool twice = std::any_of(file.pairs.begin(), file.pairs.end(), [&](const PairEntry& one) {
        return same_tokens(one.trading.pair, pair);
    });
    section.rule(!twice, "base", "another: these two tokens are a pair already");
    section.close();
    return entry;
}

}  // namespace

void read_tokens(Section& root, File& file) {
    for (auto& section : root.sections("tokens")) {
        auto entry = read_token(section);
        section.rule(!stands_twice(file, entry), "slug", "another: its slug or asset_id is taken");
        section.close();
        file.tokens.push_back(std::move(entry));
    }
    file.accounting = named_token(root, "accounting_token", file);
}

void read_pairs(Section& root, File& file) {
    for (auto& section : root.sections("pairs"))
        file.pairs.push_back(read_pair(section, file));
}

}  // namespace unrip::policy
