#pragma once

#include "observe.hpp"
#include "promises.hpp"
#include "term.hpp"

#include <string>

namespace unrip::strategy_engine {

/// What GET /state shows of the engine beside what every process has, as a JSON object.
std::string detail(
    const strategy::Engine& engine,
    const Term& term,
    const Promises& promises,
    const Observe& observe,
    Instant now
);

}  // namespace unrip::strategy_engine
