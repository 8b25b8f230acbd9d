#pragma once

#include "bus/durability.hpp"
#include "core/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace unrip::bus {

struct SeenError {
    Instant at;
    std::string text;
};

/// How the connection is doing: for /state and the health checks. Holds no secret.
struct Status {
    bool connected = false;
    Instant since;               ///< Since when it is so.
    std::string url;             ///< Of the server, without credentials; the last one when away.
    std::string server_version;  ///< Empty until the server told it.
    Durability durability;       ///< Lazy until the server's version is known.
    std::uint64_t reconnects = 0;
    /// The server refused a subject to us. Nothing else tells, so any of these is a broken set-up.
    std::uint64_t permission_violations = 0;
    std::uint64_t dropped = 0;           ///< Messages that found a subscription's room taken.
    std::vector<SeenError> last_errors;  ///< The newest last, at most eight.
};

}  // namespace unrip::bus
