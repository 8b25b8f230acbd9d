#pragma once

#include "strategy/policy.hpp"
#include "unit/replay/recorded_day.hpp"

#include <cstddef>

namespace unrip::bench {

/// BTC/EURe in lanes wide enough for all that is asked.
strategy::Policy busy_policy();

/// A thousand demands a second, nearly all answered, ten prices a second, a count every fifteen
/// seconds, until so many messages are on record.
void fill(replay::RecordedDay& day, std::size_t messages);

}  // namespace unrip::bench
