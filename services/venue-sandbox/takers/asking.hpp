#pragma once

#include "relay/quote_request.hpp"
#include "world/random.hpp"
#include "world/world.hpp"

#include <optional>
#include <string>

namespace unrip::sandbox {

/// One request of one group of takers, and what its taker has in mind.
struct Ask {
    QuoteRequest request;
    std::string pair_name;  ///< "btc-eure"
    bool gives_base = false;
    bool is_dry = false;  ///< A price probe: nothing will be taken.
    /// Price-sensitive: how far from the true price the outside quote is.
    std::uint32_t outside_half_spread_ppm = 0;
};

/// The group's `number`-th request, as it is at that moment. It depends on seed, group, number and
/// the true prices alone. Nothing when the group trades no pair, or the amounts can't be written.
std::optional<Ask> draw_ask(World& world, const TakerPlan& group, std::uint64_t number, Instant at);

/// How long after the request before it, on average 1000 seconds over the group's rate, which is
/// not zero.
Nanoseconds draw_pause(std::uint64_t seed, const TakerPlan& group, std::uint64_t number);

}  // namespace unrip::sandbox
