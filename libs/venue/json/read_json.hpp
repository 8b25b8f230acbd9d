#pragma once

#include "venue/json/json_value.hpp"

#include <cstddef>

namespace unrip::venue {

struct JsonLimits {
    std::size_t bytes_max = std::size_t{1} << 20U;
    std::size_t depth_max = 64;
};

/// Why a text could not be read.
enum class JsonProblem { oversized, malformed, too_deep };

/// Reads one JSON document and nothing after it. Never throws; numbers keep their text.
std::variant<JsonValue, JsonProblem> read_json(std::string_view text, const JsonLimits& limits);

/// As above with the usual limits, for callers to whom one kind of failure is enough.
Result<JsonValue> read_json(std::string_view text);

}  // namespace unrip::venue
