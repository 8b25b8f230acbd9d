#pragma once

#include "store/table.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace unrip::bench {

/// A record as history-writer takes it: batches of one stream each.
std::vector<std::vector<store::Incoming>> batches_of(
    const std::vector<std::string>& record, std::size_t batch
);

/// So many messages of a busy day.
std::vector<std::vector<store::Incoming>> recorded_batches(std::size_t messages, std::size_t batch);

}  // namespace unrip::bench
