#pragma once

#include "e2e/trading_house.hpp"

#include <cstdint>
#include <string>

// What is compared after a run: the simulated chain knows the truth, PostgreSQL must say the same.

namespace unrip::test {

/// A figure of our account as the simulated relay counts it: "answered", "won", "settled",
/// "failed".
std::uint64_t maker_count(const TradingHouse& house, const std::string& figure);

/// What the simulated chain says that the account holds, as "asset amount" lines.
std::string held_on_chain(const TradingHouse& house);

/// The same by PostgreSQL: the last count before the first command, every fill, and every known
/// deposit and withdrawal.
std::string held_by_the_books(const TradingHouse& house);

/// Nobody asks any more, what was won has come to its end, and PostgreSQL knows of all of it.
void come_to_rest(const TradingHouse& house);

/// No over-commitment, no invalid answer, no letter that could not be read, every fill as it was
/// promised, and the books agree to the last base unit.
void expect_sound(const TradingHouse& house);

}  // namespace unrip::test
