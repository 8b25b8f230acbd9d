#pragma once

#include "core/result.hpp"

#include <string>
#include <string_view>

namespace unrip::bus {

/// The bytes of a padded base64 text, which is how JetStream puts messages into JSON.
Result<std::string> decode_base64(std::string_view text);

}  // namespace unrip::bus
