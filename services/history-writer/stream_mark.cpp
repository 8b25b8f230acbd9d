#include "stream_mark.hpp"

namespace unrip::history_writer {
namespace {

/// PostgreSQL keeps microseconds of nats-server's nanoseconds.
constexpr Nanoseconds kSameWithin = Milliseconds{1};

}  // namespace

bool is_lost(const StreamMark& mark, std::uint64_t last, std::optional<Instant> held_at) {
    if (last < mark.seq) return true;
    if (!held_at) return false;
    const auto apart = *held_at - mark.stored_at;
    return apart > kSameWithin || apart < -kSameWithin;
}

}  // namespace unrip::history_writer
