#pragma once

#include "core/time.hpp"
#include "strategy/decline_reason.hpp"
#include "strategy/policy.hpp"

#include <array>
#include <cstdint>
#include <vector>

namespace unrip::strategy {

/// Which declines are recorded in a flood. Counts are exact: what a record stands for adds up.
class DeclineSampling {
  public:
    /// `groups` pairs, and one more for requests of no pair.
    DeclineSampling(SamplingPolicy policy, std::size_t groups) : policy_{policy}, groups_(groups) {}

    struct Verdict {
        bool is_recorded = true;
        std::uint64_t stands_for = 1;
    };
    Verdict next(std::size_t group, DeclineReason reason, Instant now);

    /// All declines so far, recorded or not.
    std::uint64_t count(std::size_t group, DeclineReason reason) const {
        return groups_[group].at(static_cast<std::size_t>(reason)).total;
    }

  private:
    struct Tally {
        std::uint64_t total = 0;
        std::uint64_t unrecorded = 0;
        std::int64_t second = 0;
        std::uint64_t in_second = 0;
    };

    SamplingPolicy policy_;
    std::vector<std::array<Tally, kDeclineReasonCount>> groups_;
};

}  // namespace unrip::strategy
