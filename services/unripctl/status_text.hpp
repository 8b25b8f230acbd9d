#pragma once

#include "house.hpp"

#include <string>
#include <vector>

namespace unrip::unripctl {

/// Where logs of processes that scripts/up started would be, first match first.
using LogFinder = std::string (*)(const std::string& service);

/// The whole of `unripctl status`, within 80 columns.
std::string status_text(const HouseLook& house, LogFinder log_of);

/// The same facts under stable names.
std::string status_json(const HouseLook& house);

// Parts of it, which the head of the watch shows too.
std::string trading_line(const HouseLook& house);
std::vector<std::string> market_lines(const HouseLook& house);
std::string profit_line(const HouseLook& house);
std::string hour_line(const HouseLook& house);

/// The log of a process that scripts/up started, or empty.
std::string find_log(const std::string& service);

}  // namespace unrip::unripctl
