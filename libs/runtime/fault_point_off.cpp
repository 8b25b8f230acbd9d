#include "runtime/fault_point.hpp"

namespace unrip::runtime {

void fault_point(std::string_view) {}

}  // namespace unrip::runtime
