#pragma once

#include "core/time.hpp"

#include <cstdint>
#include <functional>

namespace unrip::net {

struct BackoffSettings {
    Milliseconds first{500};   ///< The longest wait after the first failure.
    Milliseconds cap{30'000};  ///< The longest wait after any failure.
};

/// How long to wait before trying again: the limit doubles with every failure up to the cap, and
/// the wait is drawn between half the limit and the limit, so that many clients do not come back at
/// once. There is no last try.
class Backoff {
  public:
    /// Evenly spread over [0, 1). Given from outside so that tests know what comes.
    using Random = std::function<double()>;

    explicit Backoff(BackoffSettings settings, Random random = system_random());

    /// The wait before the next try.
    Milliseconds next();

    /// All is well again: the next failure counts as the first.
    void reset();

    /// How many waits were drawn since the last reset.
    std::uint32_t failures() const { return failures_; }

    static Random system_random();

  private:
    BackoffSettings settings_;
    Random random_;
    Milliseconds limit_;
    std::uint32_t failures_ = 0;
};

}  // namespace unrip::net
