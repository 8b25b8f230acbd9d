#include "strategy/jump_guard.hpp"

#include <algorithm>

namespace unrip::strategy {

bool JumpGuard::admits(Price mid, std::uint32_t sources, Instant now) {
    forget_old(now);
    if (is_jump(mid) && sources < policy_.sources_enough) {
        if (!held_since_) held_since_ = now;
        if (now - *held_since_ < policy_.hold) return false;
        seen_.clear();  // It insisted: this is the level now.
    }
    held_since_.reset();
    if (seen_.size() == kSeenMax) seen_.pop_front();
    seen_.push_back(Seen{mid, now});
    return true;
}

void JumpGuard::forget_old(Instant now) {
    while (!seen_.empty() && now - seen_.front().at > policy_.window) {
        // While a jump is held the last level stays, or waiting would admit it.
        if (held_since_ && seen_.size() == 1) return;
        seen_.pop_front();
    }
}

bool JumpGuard::is_jump(Price mid) const {
    return std::any_of(seen_.begin(), seen_.end(), [&](const Seen& seen) {
        const auto moved = distance(mid, seen.mid);
        return !moved || *moved > policy_.jump_max;
    });
}

}  // namespace unrip::strategy
