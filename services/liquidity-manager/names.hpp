#pragma once

#include <string>
#include <string_view>

namespace unrip::liquidity_manager {

/// "<kind>-<24 hex digits>": the same for the same identity, and fit to be a key of a bucket.
std::string name_of(std::string_view kind, std::string_view identity);

/// Whether a name that somebody else gave can be a key: at most 128 letters, digits, "-", "_", ".".
bool is_name(std::string_view text);

}  // namespace unrip::liquidity_manager
