#include "strategy/clock_watch.hpp"

#include <algorithm>

namespace unrip::strategy {
namespace {

Milliseconds to_ms(Nanoseconds duration) {
    return std::chrono::duration_cast<Milliseconds>(duration);
}

Finding finding(std::string_view name, Milliseconds measured, Milliseconds limit) {
    return Finding{name, measured.count(), limit.count()};
}

}  // namespace

void ClockWatch::beat(const ClockBeat& beat) {
    if (beat_) {
        const Nanoseconds by_wall = beat.wall - beat_->wall;
        const Nanoseconds by_steady = beat.steady - beat_->steady;
        const Nanoseconds apart = std::chrono::abs(by_wall - by_steady);
        if (apart > limits_.clock_divergence_max) {
            divergence_ = to_ms(apart);
            is_quiet_since_ = false;
        } else if (divergence_) {
            is_quiet_since_ = true;
        }
    }
    beat_ = beat;
}

void ClockWatch::block(std::uint64_t height, Instant block_time, Instant now) {
    if (height <= height_) return;
    height_ = height;
    block_time_ = block_time;
    lag_ = to_ms(now - block_time);
    const bool agrees = *lag_ <= limits_.block_behind_max && -*lag_ <= limits_.block_ahead_max;
    if (is_quiet_since_ && agrees) {
        divergence_.reset();
        is_quiet_since_ = false;
    }
}

std::optional<Finding> ClockWatch::doubt(Instant now) const {
    if (!beat_) return finding("clock_beats", Milliseconds{0}, Milliseconds{1});
    const auto beat_age = to_ms(std::chrono::abs(now - beat_->wall));
    if (beat_age > limits_.clock_beat_age_max) {
        return finding("clock_beat_age_ms", beat_age, limits_.clock_beat_age_max);
    }
    if (divergence_) {
        return finding("clock_divergence_ms", *divergence_, limits_.clock_divergence_max);
    }
    if (!lag_) return std::nullopt;  // No block, no inventory: that check speaks first.
    if (*lag_ > limits_.block_behind_max) {
        return finding("block_behind_ms", *lag_, limits_.block_behind_max);
    }
    const auto ahead = std::max(-*lag_, to_ms(block_time_ - now));
    if (ahead > limits_.block_ahead_max) {
        return finding("block_ahead_ms", ahead, limits_.block_ahead_max);
    }
    return std::nullopt;
}

}  // namespace unrip::strategy
