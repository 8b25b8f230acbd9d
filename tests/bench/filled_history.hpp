#pragma once

#include "store/table.hpp"

#include <string>
#include <vector>

namespace unrip::bench {

/// Brings an empty database to the newest schema.
void migrate(const std::string& url);

/// Writes batches as history-writer does. How many rows are new.
std::size_t write_history(
    const std::string& url, const std::vector<std::vector<store::Incoming>>& batches
);

}  // namespace unrip::bench
