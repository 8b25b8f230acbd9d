#pragma once

#include "near/nep413.hpp"

#include <nlohmann/json_fwd.hpp>

namespace unrip::near {

/// The `payload` object of a nep413 payload.
Result<Nep413Payload> read_nep413_payload(const nlohmann::json& value);

}  // namespace unrip::near
