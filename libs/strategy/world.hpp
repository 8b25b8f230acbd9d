#pragma once

#include "strategy/answered_quotes.hpp"
#include "strategy/clock_watch.hpp"
#include "strategy/commitments.hpp"
#include "strategy/events.hpp"
#include "strategy/policy.hpp"
#include "strategy/rate_limit.hpp"

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace unrip::strategy {

/// One direction of a pair: what comes in, what goes out.
struct Route {
    std::size_t pair = 0;  ///< Index into the policy's pairs.
    Side side = Side::user_sells_base;
    std::size_t line_out = 0;   ///< The ledger's line of what we give.
    std::size_t line_base = 0;  ///< And of the base token.
    std::size_t pool = 0;       ///< The slots that give it.
};

/// The directions of all pairs, found by the two tokens of a request.
class Routes {
  public:
    /// Gives every pair of the policy its lines and pools.
    Routes(const Policy& policy, Commitments& commitments);

    const Route* find(const AssetId& in, const AssetId& out) const;
    std::optional<std::size_t> pair(const std::string& name) const;
    const std::vector<Route>& all() const { return routes_; }

  private:
    std::vector<Route> routes_;  // Two for each pair, in the policy's order.
    std::unordered_map<AssetId, std::size_t> tokens_;
    std::vector<const Route*> by_tokens_;  // in * tokens + out
    std::unordered_map<std::string, std::size_t> pairs_;
};

/// Everything the engine has been told, as far as it still matters. The stages of the pipeline read
/// it; only the engine writes it.
struct World {
    explicit World(Policy rules)
        : policy{std::move(rules)},
          routes{policy, commitments},
          prices(policy.pairs.size()),
          clock{policy.freshness},
          answered{policy.answered_quotes_remembered} {
        for (const auto& entry : policy.pairs) {
            rates.emplace_back(entry.limits.quotes_per_second, entry.limits.quotes_burst);
        }
    }

    Policy policy;
    Commitments commitments;
    Routes routes;
    std::vector<std::optional<PriceHeard>> prices;  // By pair.
    std::vector<RateLimit> rates;                   // By pair.
    std::optional<Instant> counted_at;              // Block time of the newest count.
    std::optional<VenueObserved> venue;
    std::optional<JournalObserved> journal;
    ClockWatch clock;
    AnsweredQuotes answered;
    std::optional<Instant> opening_held_until;
    bool is_armed = false;
    bool is_active = false;
    std::uint64_t epoch = 0;

    World(const World&) = delete;  // Routes hold on to their places.
    World& operator=(const World&) = delete;
};

}  // namespace unrip::strategy
