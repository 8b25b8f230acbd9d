#pragma once

#include "core/time.hpp"

#include <cstdint>

namespace unrip::strategy {

/// So many in a second, so many at once: a bucket that fills with time and is emptied by quotes.
class RateLimit {
  public:
    RateLimit(std::uint32_t per_second, std::uint32_t burst);

    bool allows(Instant now) const { return level_at(now) >= kOne; }
    void take(Instant now);

    /// New figures, the same level as far as it fits: a change of limits is no free burst.
    void change(std::uint32_t per_second, std::uint32_t burst);

  private:
    // In billionths of a quote, which is what a nanosecond at one quote a second brings.
    static constexpr std::int64_t kOne = 1'000'000'000;

    std::int64_t level_at(Instant now) const;

    std::int64_t per_second_;
    std::int64_t full_;
    std::int64_t level_;
    Instant filled_at_;
};

}  // namespace unrip::strategy
