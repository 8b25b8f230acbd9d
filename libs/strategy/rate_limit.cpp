#include "strategy/rate_limit.hpp"

#include "core/check.hpp"

#include <algorithm>

namespace unrip::strategy {

RateLimit::RateLimit(std::uint32_t per_second, std::uint32_t burst)
    : per_second_{per_second}, full_{burst * kOne}, level_{full_} {
    check(per_second > 0 && burst > 0, "a rate limit that lets nothing pass");
}

std::int64_t RateLimit::level_at(Instant now) const {
    // A clock that went back brings nothing. What takes longer to fill than a whole bucket is full.
    const auto passed = std::max<std::int64_t>((now - filled_at_).count(), 0);
    if (passed >= full_ / per_second_) return full_;
    return std::min(full_, level_ + passed * per_second_);
}

void RateLimit::take(Instant now) {
    level_ = level_at(now) - kOne;
    filled_at_ = std::max(filled_at_, now);
}

void RateLimit::change(std::uint32_t per_second, std::uint32_t burst) {
    check(per_second > 0 && burst > 0, "a rate limit that lets nothing pass");
    per_second_ = per_second;
    full_ = burst * kOne;
    level_ = std::min(level_, full_);
}

}  // namespace unrip::strategy
