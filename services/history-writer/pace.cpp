#include "pace.hpp"

#include <algorithm>
#include <chrono>

namespace unrip::history_writer {
namespace {

/// Where others keep the machine busy a batch takes long, and catching up must still end.
constexpr Milliseconds kRestMax{50};

}  // namespace

Milliseconds rest_after(Nanoseconds took, std::size_t batch_max, std::uint64_t waiting) {
    if (waiting < batch_max) return Milliseconds{0};
    return std::min(std::chrono::ceil<Milliseconds>(took), kRestMax);
}

}  // namespace unrip::history_writer
