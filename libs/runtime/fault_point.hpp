#pragma once

#include <string_view>

namespace unrip::runtime {

/// Stands behind each line with an effect outside the process, under a name. In what runs this does
/// nothing. The same objects linked against the other half of this pair (unrip_fault_points) are
/// killed here, as by kill -9, when the environment says FAULT_POINT_AT=<name>:<passes>, or so much
/// later with <name>:<passes>:<ms>, when what was said has left. That is how tests kill a process
/// at each step of a quote's life.
void fault_point(std::string_view name);

}  // namespace unrip::runtime
