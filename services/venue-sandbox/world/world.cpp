#include "world/world.hpp"

#include <algorithm>

namespace unrip::sandbox {
namespace {

/// What makes two scenarios one world.
Result<void> same_world(const Scenario& old, const Scenario& fresh) {
    const auto other = [](std::string_view what) {
        return fail(
            Error::Kind::refused,
            std::string{what} + " can't change while the world turns: start the sandbox anew"
        );
    };
    if (old.seed != fresh.seed) return other("/seed");
    if (old.step != fresh.step) return other("/step_ms");
    const auto same_name = [](const auto& left, const auto& right) {
        return left.name == right.name;
    };
    const auto same = [&](const auto& left, const auto& right) {
        return std::equal(left.begin(), left.end(), right.begin(), right.end(), same_name);
    };
    if (!same(old.markets, fresh.markets)) return other("/markets");
    if (!same(old.derived, fresh.derived)) return other("/markets");
    const bool same_pairs = std::equal(
        old.pairs.begin(),
        old.pairs.end(),
        fresh.pairs.begin(),
        fresh.pairs.end(),
        [](const TradedPair& left, const TradedPair& right) {
            return left.pair.name() == right.pair.name() && left.market == right.market;
        }
    );
    if (!same_pairs) return other("/pairs");
    return {};
}

}  // namespace

World::World(Scenario scenario, Instant start) : scenario_{std::move(scenario)}, start_{start} {
    for (const auto& market : scenario_.markets) {
        names_.push_back(market.name);
        paths_.try_emplace(market.name, market, scenario_.seed, scenario_.step);
    }
    for (const auto& market : scenario_.derived) {
        names_.push_back(market.name);
        derived_.try_emplace(market.name, market);
    }
}

std::int64_t World::step_at(Instant at) const {
    return std::max(std::int64_t{0}, std::int64_t{(at - start_) / scenario_.step});
}

std::optional<Price> World::price(std::string_view market, Instant at) {
    if (const auto path = paths_.find(market); path != paths_.end()) {
        return path->second.at(step_at(at));
    }
    const auto found = derived_.find(market);
    if (found == derived_.end()) return std::nullopt;
    const auto& [name, from, left_name, right_name] = found->second;
    const auto left = price(left_name, at);
    const auto right = price(right_name, at);
    if (!left || !right) return std::nullopt;
    const auto crossed = from == DerivedMarket::From::product
                             ? multiply(*left, *right, Rounding::down)
                             : divide(*left, *right, Rounding::down);
    return crossed ? std::optional{*crossed} : std::nullopt;
}

std::string World::regime(std::string_view market, Instant at) {
    const auto path = paths_.find(market);
    return path == paths_.end() ? std::string{} : path->second.regime_at(step_at(at)).name;
}

Result<MarketPath*> World::own(std::string_view market) {
    if (const auto path = paths_.find(market); path != paths_.end()) return &path->second;
    if (derived_.contains(market)) {
        return fail(
            Error::Kind::refused,
            std::string{market} + " follows from other markets: change one of those"
        );
    }
    return fail(Error::Kind::refused, "there is no market " + std::string{market});
}

Result<void> World::set_price(std::string_view market, Price price, Instant now) {
    const auto path = own(market);
    if (!path) return path.failure();
    if (price.is_zero()) return fail(Error::Kind::malformed, "a price can't be zero");
    (*path)->set_price(step_at(now), price);
    return {};
}

Result<void> World::jump(std::string_view market, Ratio by, Instant now) {
    const auto path = own(market);
    if (!path) return path.failure();
    if (by.millionths() <= -Ratio::kOne) {
        return fail(Error::Kind::malformed, "a price can't fall by all of itself");
    }
    (*path)->jump(step_at(now), by);
    return {};
}

Result<void> World::hold_regime(std::string_view market, std::string_view regime, Instant now) {
    const auto path = own(market);
    if (!path) return path.failure();
    if (regime.empty()) {
        (*path)->release(step_at(now));
        return {};
    }
    const auto& regimes = (*path)->market().regimes;
    const auto found = std::find_if(regimes.begin(), regimes.end(), [&](const Regime& one) {
        return one.name == regime;
    });
    if (found == regimes.end()) {
        return fail(
            Error::Kind::refused,
            std::string{market} + " has no regime called " + std::string{regime}
        );
    }
    (*path)->hold_regime(step_at(now), static_cast<std::size_t>(found - regimes.begin()));
    return {};
}

Result<void> World::change(Scenario scenario, Instant now) {
    auto same = same_world(scenario_, scenario);
    if (!same) return same;
    for (const auto& market : scenario.markets) {
        const auto path = paths_.find(market.name);
        if (path->second.market().regimes != market.regimes) {
            path->second.change(step_at(now), market);
        }
    }
    scenario_ = std::move(scenario);
    return {};
}

}  // namespace unrip::sandbox
