#pragma once

#include "core/check.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace unrip::fuzz {

inline std::string_view as_text(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

/// What must hold for every input. Stays on in all builds and gives libFuzzer its crash.
inline void must(bool holds, const char* what) {
    check(holds, what);
}

}  // namespace unrip::fuzz
