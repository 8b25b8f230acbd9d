#pragma once

#include "tools.hpp"

// Each verb stands in a file of its own name.

namespace unrip::unripctl {

Command status_command();
Command watch_command();
Command arm_command();
Command disarm_command();
Command kill_command();
Command limits_command();
Command refresh_command();
Command balance_command();
Command deposits_command();
Command withdraw_command();
Command quotes_command();
Command why_command();
Command pnl_command();
Command keys_command();
Command doctor_command();
Command export_command();
Command replay_command();
Command probe_command();

}  // namespace unrip::unripctl
