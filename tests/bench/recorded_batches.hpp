#pragma once

#include "store/table.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace unrip::bench {

/// So many messages of a busy day, whole batches of one stream after the other as history-writer
/// takes them.
std::vector<std::vector<store::Incoming>> recorded_batches(std::size_t messages, std::size_t batch);

}  // namespace unrip::bench
