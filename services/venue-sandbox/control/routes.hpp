#pragma once

#include "core/time.hpp"

namespace unrip::runtime {
class Control;
}  // namespace unrip::runtime

namespace unrip::sandbox {

class Sandbox;

/// What can be asked of the sandbox on its control port, beside what every process has. All three
/// are borrowed.
void add_routes(runtime::Control& control, Sandbox& sandbox, const Clock& clock);

// By what they are about.
void add_scenario_routes(runtime::Control& control, Sandbox& sandbox, const Clock& clock);
void add_price_routes(runtime::Control& control, Sandbox& sandbox, const Clock& clock);
void add_fault_routes(runtime::Control& control, Sandbox& sandbox, const Clock& clock);

}  // namespace unrip::sandbox
