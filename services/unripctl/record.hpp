#pragma once

#include "core/time.hpp"

#include <string>

namespace unrip::unripctl {

enum class Extent {
    exported,  ///< Commands and signatures too, for people and other tools.
    replayed,  ///< What the engine heard, and what it decided.
};

/// A query that gives the recorded messages back, one envelope as JSON text a row, in the order in
/// which their streams took them. Facts that a decision at the beginning may lean on come from
/// before it: an hour of prices, counts and transfers, a day of slots, a month of switches.
std::string record_query(Instant from, Instant to, Extent extent);

}  // namespace unrip::unripctl
