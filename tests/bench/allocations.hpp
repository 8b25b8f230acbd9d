#pragma once

#include <cstdint>

namespace unrip::bench {

/// How often this program has asked for memory so far: a program that is linked with
/// allocations.cpp counts each `new`.
std::uint64_t allocations();

}  // namespace unrip::bench
