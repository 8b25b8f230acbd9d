#pragma once

#include "core/time.hpp"

#include <string>

namespace unrip::unripctl {

/// A query that gives the recorded messages back, one envelope as JSON text a row, in the order in
/// which their streams took them. Facts that a decision at the beginning may lean on come from
/// before it: an hour of prices, counts and transfers, a day of slots, a month of switches.
std::string record_query(Instant from, Instant to);

}  // namespace unrip::unripctl
