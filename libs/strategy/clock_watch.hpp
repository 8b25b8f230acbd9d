#pragma once

#include "strategy/decisions.hpp"
#include "strategy/events.hpp"

#include <optional>

namespace unrip::strategy {

/// Whether our clock can be trusted: against the chain's, and the wall clock against the steady
/// one.
///
/// Deadlines are judged by block time, so a clock that is wrong makes promises live longer or
/// shorter than we think. A jump of the wall clock is forgiven only after a quiet beat and a newer
/// block that agrees with the new time.
class ClockWatch {
  public:
    explicit ClockWatch(const FreshnessLimits& limits) : limits_{limits} {}

    void beat(const ClockBeat& beat);
    /// A final block was heard of at `now`. Its lag is taken once, when the block is news.
    void block(std::uint64_t height, Instant block_time, Instant now);

    /// What is wrong with the clock, if anything.
    std::optional<Finding> doubt(Instant now) const;
    /// Our clock less the newest block's, when it was heard.
    std::optional<Milliseconds> block_lag() const { return lag_; }

    /// Whether a block of this time can be true, by our clock. A block from the future frees
    /// nothing.
    bool is_credible(Instant block_time, Instant now) const {
        return block_time - now <= limits_.block_ahead_max;
    }

  private:
    FreshnessLimits limits_;
    std::optional<ClockBeat> beat_;
    std::optional<Milliseconds> divergence_;  // Of the last beat that was off; until made good.
    bool is_quiet_since_ = false;             // A beat after it was fine; a newer block is awaited.
    std::uint64_t height_ = 0;
    Instant block_time_;
    std::optional<Milliseconds> lag_;
};

}  // namespace unrip::strategy
