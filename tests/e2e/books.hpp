#pragma once

#include "e2e/trading_house.hpp"

#include <string>

namespace unrip::test {

/// What the simulated chain says that the account holds, as "asset amount" lines.
std::string held_on_chain(const TradingHouse& house);

/// The same from the last count before the first command and every settled delta, as PostgreSQL
/// knows them.
std::string held_by_the_books(const TradingHouse& house);

}  // namespace unrip::test
