#pragma once

#include "core/price.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "world/market_path.hpp"
#include "world/scenario.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unrip::sandbox {

/// What is really true: the price of each market at each moment, of which exchanges have opinions
/// and some takers know a little early. Same seed, same path, counted from the start.
class World {
  public:
    /// Begins now. The scenario stays with the world.
    World(Scenario scenario, Instant start);

    const Scenario& scenario() const { return scenario_; }
    Instant start() const { return start_; }

    /// The true price. A little in the future is fine; nothing for a market that is not there.
    std::optional<Price> price(std::string_view market, Instant at);

    /// The name of the regime that rules then; empty for a market that follows from others.
    std::string regime(std::string_view market, Instant at);

    /// All markets, the derived ones after the others.
    const std::vector<std::string>& markets() const { return names_; }

    // From now on.
    Result<void> set_price(std::string_view market, Price price, Instant now);
    Result<void> jump(std::string_view market, Ratio by, Instant now);
    /// An empty name lets regimes change by themselves again.
    Result<void> hold_regime(std::string_view market, std::string_view regime, Instant now);

    /// Everything that may change while the world turns. Refused when seed, step, markets or pairs
    /// would be others: that is another world, which begins with a start of the process.
    Result<void> change(Scenario scenario, Instant now);

  private:
    std::int64_t step_at(Instant at) const;
    Result<MarketPath*> own(std::string_view market);

    Scenario scenario_;
    Instant start_;
    std::vector<std::string> names_;
    std::map<std::string, MarketPath, std::less<>> paths_;
    std::map<std::string, DerivedMarket, std::less<>> derived_;
};

}  // namespace unrip::sandbox
