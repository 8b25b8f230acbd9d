#pragma once

#include "core/result.hpp"
#include "core/time.hpp"
#include "door/fault.hpp"

#include <nlohmann/json_fwd.hpp>

namespace unrip::sandbox {

/// Reads what POST /faults takes for faults on the wire:
/// {"what":"delay","place":"ws","delay_ms":500,"for_ms":10000,"share_ppm":200000}
Result<Fault> read_fault(const nlohmann::json& order, Instant now);

}  // namespace unrip::sandbox
