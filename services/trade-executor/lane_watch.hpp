#pragma once

#include "core/ids.hpp"
#include "core/time.hpp"

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

namespace unrip::trade_executor {

/// Whose nonce the chain is asked about next. The relay says once that a quote was taken, and that
/// word can get lost; a lane then goes on under a nonce that is used. So every lane with signatures
/// out is looked at again and again, at a bounded rate, and sooner when a word may have been lost.
class LaneWatch {
  public:
    LaneWatch(Milliseconds every, std::uint32_t per_second_max);

    /// A word about any of them may have been lost: each is looked at as soon as the rate allows.
    void doubt_all() { ++doubts_; }
    void doubt(const SlotId& lane);

    /// Of these, the one that is due and was looked at longest ago; it counts as looked at. Lanes
    /// that are not among them any more are forgotten. Nothing: none is due, or the rate is used
    /// up.
    std::optional<SlotId> next(const std::vector<SlotId>& lanes, Tick now);

  private:
    struct Lane {
        Tick looked_at;  ///< Or first seen.
        std::uint64_t doubts = 0;
        bool is_doubtful = false;
        bool is_there = false;
    };

    bool is_due(const Lane& lane, Tick now) const;

    Milliseconds every_;
    Nanoseconds gap_;
    std::uint64_t doubts_ = 0;
    Tick next_look_;
    std::unordered_map<SlotId, Lane> lanes_;
};

}  // namespace unrip::trade_executor
