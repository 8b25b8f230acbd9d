#pragma once

#include "core/result.hpp"
#include "core/time.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace unrip::bus {

/// What an acknowledgement of JetStream is worth when the power goes.
struct Durability {
    enum class Kind {
        synced_always,    ///< Acknowledged means on the disk.
        synced_interval,  ///< On the disk one interval later at the latest.
        lazy,             ///< Some time within minutes, or nobody knows.
    };

    Kind kind = Kind::lazy;
    Milliseconds interval{0};  ///< Of synced_interval.

    /// How long an acknowledged record must have stood before an obligation may rest on it: two
    /// sync intervals; nothing on a lazy server, where no waiting helps.
    std::optional<Milliseconds> settling_time() const;

    friend bool operator==(const Durability&, const Durability&) = default;
};

/// "synced-always", "synced-1s", "synced-500ms" or "lazy": the words of /healthz.
std::string to_text(const Durability& durability);

/// Reads "always", "1s", "500ms", "2m", as the server's configuration writes them.
Result<Durability> parse_sync(std::string_view text);

/// Whether the server knows `sync_interval`: 2.10 and later. A version that can't be read doesn't.
bool can_sync(std::string_view server_version);

/// What the operator declared, unless the server is too old (or unknown) to do it.
Durability durability_of(std::string_view server_version, std::string_view declared_sync);

}  // namespace unrip::bus
