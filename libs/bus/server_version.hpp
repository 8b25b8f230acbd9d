#pragma once

#include "core/result.hpp"
#include "core/time.hpp"
#include "net/task.hpp"

#include <string>
#include <string_view>

namespace unrip::bus {

/// The version out of the line that a server greets with: `INFO {"version":"2.10.27",...}`.
Result<std::string> version_in_greeting(std::string_view line);

/// Asks a server for its version by letting it greet. The client library knows the version too but
/// does not tell it, and this way needs no permission. `url` as Link::url() gives it.
Task<Result<std::string>> ask_server_version(std::string url, Milliseconds limit);

}  // namespace unrip::bus
