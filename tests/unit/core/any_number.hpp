#pragma once

#include "core/int128.hpp"

#include <rapidcheck.h>

namespace unrip {

/// Any 128-bit number, with every length equally likely, so that small ones and full ones both come
/// up.
inline u128 any_u128() {
    const auto high = static_cast<u128>(*rc::gen::arbitrary<std::uint64_t>()) << 64;
    const u128 full = high | *rc::gen::arbitrary<std::uint64_t>();
    const auto shift = *rc::gen::inRange(0, 129);
    return shift == 128 ? 0 : full >> shift;
}

}  // namespace unrip
