#pragma once

#include "world/scenario.hpp"

namespace unrip::sandbox {

class Reading;

// The sections of a scenario file. Each notes its mistakes in the reading.

void read_markets(Reading& file, Scenario& scenario);
void read_exchanges(Reading& file, Scenario& scenario);
void read_takers(Reading& file, Scenario& scenario);
void read_venue(Reading& file, Scenario& scenario);

/// The world of a file that says nothing: BTC/EUR, and one exchange of each kind.
void fill_in_markets(Scenario& scenario);
void fill_in_exchanges(Scenario& scenario);

}  // namespace unrip::sandbox
