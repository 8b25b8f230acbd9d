#pragma once

#include "venue/json/json_value.hpp"
#include "venue/relay/relay_events.hpp"

namespace unrip::venue {

// Metadata helps to judge a request and is not part of it: what cannot be read of it counts as
// absent, and never costs the event.

/// `holder.metadata`, if it is there.
std::optional<RelayMetadata> decode_metadata(const JsonValue& holder, std::string_view name);

std::optional<TrustedMetadata> decode_trusted_metadata(
    const JsonValue& holder, std::string_view name
);

}  // namespace unrip::venue
