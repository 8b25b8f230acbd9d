#pragma once

#include "e2e/trading_house.hpp"

#include <string>

namespace unrip::test {

/// Writes what every process of the house said into a folder that stays, and names it: in a report
/// there is no room for it beside the verdict.
std::string keep_logs(const TradingHouse& house, const std::string& name);

}  // namespace unrip::test
