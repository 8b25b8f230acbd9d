#pragma once

#include "tools.hpp"

#include <string>
#include <string_view>

namespace unrip::unripctl {

/// What unripctl can do, one line for each verb, and the exit codes.
std::string help();

/// One verb: usage, and what to know about it.
std::string help(const Command& command);

/// Null when there is none of that name.
const Command* find_command(std::string_view name);

/// "unripctl 0.1.0"
std::string version();

}  // namespace unrip::unripctl
