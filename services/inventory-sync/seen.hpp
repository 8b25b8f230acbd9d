#pragma once

#include "told.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace unrip::inventory_sync {

/// What is known of the chain so far.
struct Seen {
    std::optional<Count> count;  ///< At the highest block so far.
    std::optional<Rules> rules;  ///< Read with it, or before.
    Tick risen_at{};             ///< When a count came at a higher block than any before.
    std::uint64_t told_height = 0;
    std::uint64_t last_height = 0;       ///< Of the newest attempt that succeeded.
    std::optional<std::string> failure;  ///< Of the newest attempt, where it failed.
};

}  // namespace unrip::inventory_sync
