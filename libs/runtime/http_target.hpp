#pragma once

#include "core/result.hpp"

#include <map>
#include <string>
#include <string_view>

namespace unrip::runtime {

/// What stands between the method and the version in a request line.
struct Target {
    std::string path;  ///< Exactly as sent: nothing is decoded, so there is one way to write it.
    std::map<std::string, std::string, std::less<>> query;  ///< Decoded; the last of a name counts.
};

/// Malformed when it does not begin with a slash, or when its query can't be decoded. A path with
/// tricks in it (`//`, `/./`, `%2e`) is only that: a path that nobody answers.
Result<Target> parse_target(std::string_view target);

std::string lower_case(std::string_view text);

/// At most 64 characters, anything but printable ASCII replaced: fit for logs and messages.
std::string printable(std::string_view text);

}  // namespace unrip::runtime
