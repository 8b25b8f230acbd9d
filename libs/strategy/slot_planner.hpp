#pragma once

#include "strategy/decisions.hpp"
#include "strategy/world.hpp"

#include <optional>
#include <vector>

namespace unrip::strategy {

/// Sees to it, off the trade's path, that slots stand ready, that old ones go, and that withdrawals
/// find room.
class SlotPlanner {
  public:
    explicit SlotPlanner(std::size_t routes) : opened_at_(routes) {}

    /// All there is to do now.
    void plan(World& world, Instant now, Decisions& out);

    /// Asks for the next batch of one route, where one is due.
    void replenish(World& world, std::size_t route, Instant now, Decisions& out);

    /// Gives up every open slot: the engine stops.
    static void close_all(World& world, Decisions& out);

  private:
    std::vector<std::optional<Instant>> opened_at_;  // By route: when a batch was last asked for.
};

/// Says what changed, if anything.
void announce(SlotsChanged changes, Decisions& out);

}  // namespace unrip::strategy
