#pragma once

#include <chrono>
#include <cstdint>

namespace unrip {

using Nanoseconds = std::chrono::nanoseconds;
using Milliseconds = std::chrono::milliseconds;

/// A point in wall-clock time, UTC.
using Instant = std::chrono::sys_time<Nanoseconds>;

/// A point on the clock that never jumps; for measuring how long something took.
using Tick = std::chrono::time_point<std::chrono::steady_clock, Nanoseconds>;

constexpr Instant from_unix_ms(std::int64_t ms) {
    return Instant{Milliseconds{ms}};
}
constexpr std::int64_t to_unix_ms(Instant instant) {
    return std::chrono::floor<Milliseconds>(instant.time_since_epoch()).count();
}
constexpr std::int64_t to_unix_ns(Instant instant) {
    return instant.time_since_epoch().count();
}

/// Time comes in as an argument or through this; nothing else asks the system for it.
class Clock {
  public:
    Clock() = default;
    Clock(const Clock&) = delete;
    Clock& operator=(const Clock&) = delete;
    virtual ~Clock() = default;

    virtual Instant now() const = 0;
    virtual Tick tick() const = 0;
};

class SystemClock final : public Clock {
  public:
    Instant now() const override { return std::chrono::system_clock::now(); }
    Tick tick() const override { return std::chrono::steady_clock::now(); }
};

/// A clock that a test or a replay moves by hand.
class ManualClock final : public Clock {
  public:
    explicit ManualClock(Instant start) : now_{start} {}

    Instant now() const override { return now_; }
    Tick tick() const override { return tick_; }

    void advance(Nanoseconds by) {
        now_ += by;
        tick_ += by;
    }
    /// As an operator or NTP does: the wall clock jumps, the steady one does not.
    void jump_to(Instant instant) { now_ = instant; }

  private:
    Instant now_;
    Tick tick_{};
};

}  // namespace unrip
