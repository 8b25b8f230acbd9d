#pragma once

#include "core/price.hpp"
#include "core/time.hpp"

#include <cstdint>
#include <deque>
#include <optional>

namespace unrip::strategy {

struct JumpPolicy {
    Ratio jump_max = Ratio::bps(200);  ///< More than this
    Milliseconds window{10'000};       ///< within this is a jump,
    std::uint32_t sources_enough = 3;  ///< which so many sources confirm at once
    Milliseconds hold{5'000};          ///< and fewer only by insisting for this long.
};

/// Remembers the prices of the last seconds and holds back one that leaps away from them.
class JumpGuard {
  public:
    explicit JumpGuard(JumpPolicy policy) : policy_{policy} {}

    /// Whether this price may be used. One that may is remembered.
    bool admits(Price mid, std::uint32_t sources, Instant now);

  private:
    struct Seen {
        Price mid;
        Instant at;
    };
    static constexpr std::size_t kSeenMax = 1'024;

    void forget_old(Instant now);
    bool is_jump(Price mid) const;

    JumpPolicy policy_;
    std::deque<Seen> seen_;
    std::optional<Instant> held_since_;
};

}  // namespace unrip::strategy
