#pragma once

#include "venue/relay/relay_frame.hpp"

namespace unrip::venue {

/// A quote event from its fields; `params` is where the relay puts what surrounds them.
RelayFrame decode_quote(
    const JsonValue& params, const JsonValue& fields, const RelayFrameLimits& limits
);

}  // namespace unrip::venue
