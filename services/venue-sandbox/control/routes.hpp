#pragma once

#include "core/time.hpp"

#include <string>

namespace unrip::runtime {
class Control;
}  // namespace unrip::runtime

namespace unrip::sandbox {

class Sandbox;

/// What can be asked of the sandbox on its control port, beside what every process has. All three
/// are borrowed.
void add_routes(runtime::Control& control, Sandbox& sandbox, const Clock& clock);

/// What GET /stats says.
std::string stats_json(Sandbox& sandbox);

// By what they are about.
void add_account_routes(runtime::Control& control, Sandbox& sandbox);
void add_quote_routes(runtime::Control& control, Sandbox& sandbox);
void add_stats_routes(runtime::Control& control, Sandbox& sandbox);
void add_scenario_routes(runtime::Control& control, Sandbox& sandbox, const Clock& clock);
void add_price_routes(runtime::Control& control, Sandbox& sandbox, const Clock& clock);
void add_fault_routes(runtime::Control& control, Sandbox& sandbox, const Clock& clock);

}  // namespace unrip::sandbox
