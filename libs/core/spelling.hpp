#pragma once

#include <cstddef>
#include <string_view>

namespace unrip {

/// How many letters have to be typed, dropped, replaced or swapped with their neighbour to get from
/// one word to the other.
std::size_t typing_distance(std::string_view left, std::string_view right);

}  // namespace unrip
