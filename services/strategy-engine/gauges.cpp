#include "gauges.hpp"

#include <algorithm>
#include <limits>
#include <optional>

namespace unrip::strategy_engine {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
constexpr auto kCount = "count";
constexpr auto kVenue = "venue";

std::vector<Token> tokens_of(const strategy::Policy& policy) {
    std::vector<Token> tokens;
    for (const auto& entry : policy.pairs) {
        for (const auto& token : {entry.pair.base, entry.pair.quote}) {
            const bool is_known = std::any_of(tokens.begin(), tokens.end(), [&](const auto& one) {
                return one.id == token.id;
            });
            if (!is_known) tokens.push_back(token);
        }
    }
    return tokens;
}

std::vector<std::string> sides_of(const strategy::World& world) {
    std::vector<std::string> sides;
    for (const auto& route : world.routes.all()) {
        const auto& pair = world.policy.pairs[route.pair].pair;
        const bool gives_base = route.line_out == route.line_base;
        sides.push_back(
            pair.name() + " gives " + (gives_base ? pair.base.symbol : pair.quote.symbol)
        );
    }
    return sides;
}

std::vector<std::string> symbols_of(const std::vector<Token>& tokens) {
    std::vector<std::string> symbols;
    for (const auto& token : tokens)
        symbols.push_back(token.symbol);
    return symbols;
}

std::string price_of(const strategy::PairPolicy& entry) {
    return "price " + entry.pair.name();
}

std::vector<std::string> facts_of(const strategy::Policy& policy) {
    std::vector<std::string> facts{kCount, kVenue};
    for (const auto& entry : policy.pairs)
        facts.push_back(price_of(entry));
    return facts;
}

double age(const std::optional<Instant>& then, Instant now) {
    return then ? std::chrono::duration<double>{now - *then}.count() : kUnknown;
}

}  // namespace

Gauges::Gauges(runtime::Metrics& metrics, const strategy::Engine& engine)
    : engine_{engine},
      tokens_{tokens_of(engine.world().policy)},
      sides_{sides_of(engine.world())},
      promised_{metrics.gauges(
          "strategy_promised_tokens",
          "Caps of all slots not known dead: the most that may still be executed.",
          {"token", symbols_of(tokens_)}
      )},
      withheld_{metrics.gauges(
          "strategy_withheld_tokens", "Kept free for withdrawals.", {"token", symbols_of(tokens_)}
      )},
      slots_{metrics.gauges(
          "strategy_slots_ready",
          "Slots that may take a quote, and those being opened.",
          {"side", sides_}
      )},
      ages_{metrics.gauges(
          "strategy_fact_age_seconds",
          "Age of what is decided on; no number where it was never heard.",
          {"fact", facts_of(engine.world().policy)}
      )} {
    const auto& world = engine_.world();
    for (std::size_t at = 0; at < sides_.size(); ++at) {
        const auto& entry = world.policy.pairs[world.routes.all()[at].pair];
        metrics.info(
            "strategy_side_info",
            "How promises are cut: reserve, one quote per slot; lanes, many.",
            {{"side", sides_[at]},
             {"pair", entry.pair.name()},
             {"mode", std::string{to_text(entry.slots.mode)}}}
        );
    }
    metrics.read_gauge("strategy_active", "1 while this one holds the lease.", [this] {
        return engine_.world().is_active ? 1.0 : 0.0;
    });
    metrics.read_gauge(
        "strategy_slots_standing",
        "Slots not known dead, and those being opened.",
        [this] { return static_cast<double>(engine_.commitments().standing()); }
    );
}

void Gauges::show(Instant now) {
    show_promises();
    show_slots();
    show_ages(now);
}

void Gauges::show_promises() {
    const auto& ledger = engine_.commitments().ledger();
    for (const auto& token : tokens_) {
        const auto line = ledger.find(token.id);
        if (!line) continue;
        const auto tokens = [&](Amount amount) {
            return std::stod(amount.to_tokens(token.decimals));
        };
        promised_.with(token.symbol).set(tokens(ledger.at(*line).committed));
        withheld_.with(token.symbol).set(tokens(ledger.withheld(*line)));
    }
}

void Gauges::show_slots() {
    const auto& world = engine_.world();
    for (std::size_t at = 0; at < sides_.size(); ++at) {
        const auto ready = world.commitments.ready_or_coming(world.routes.all()[at].pool);
        slots_.with(sides_[at]).set(static_cast<double>(ready));
    }
}

void Gauges::show_ages(Instant now) {
    const auto& world = engine_.world();
    for (std::size_t pair = 0; pair < world.policy.pairs.size(); ++pair) {
        const auto& price = world.prices[pair];
        const auto at = price ? std::optional{price->observed_at} : std::nullopt;
        ages_.with(price_of(world.policy.pairs[pair])).set(age(at, now));
    }
    ages_.with(kCount).set(age(world.counted_at, now));
    ages_.with(kVenue).set(
        age(world.venue ? std::optional{world.venue->block_time} : std::nullopt, now)
    );
}

}  // namespace unrip::strategy_engine
