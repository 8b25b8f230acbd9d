#pragma once

#include "core/amount.hpp"
#include "core/time.hpp"

#include <cstdint>
#include <map>

namespace unrip::strategy {

/// What was added within the last hour or day, in steps of a sixtieth of it. The step that is only
/// partly within still counts whole: a limit may bite a little early, never late.
class RollingSum {
  public:
    /// By the number of the step since 1970.
    using Steps = std::map<std::int64_t, Amount>;

    explicit RollingSum(Milliseconds window, Steps steps = {})
        : step_{window / kSteps}, steps_{std::move(steps)} {}

    void add(Amount amount, Instant now);
    Amount sum(Instant now) const;

    /// Enough to go on from after a restart.
    const Steps& steps() const { return steps_; }

  private:
    static constexpr std::int64_t kSteps = 60;

    std::int64_t number(Instant now) const { return to_unix_ms(now) / step_.count(); }

    Milliseconds step_;
    Steps steps_;
};

}  // namespace unrip::strategy
