#pragma once

#include "core/time.hpp"
#include "core/token_book.hpp"
#include "strategy/executor_refusal.hpp"
#include "strategy/rolling_sum.hpp"

#include <cstdint>
#include <optional>

namespace unrip::strategy {

/// What the executor may do within an hour and within a day, in base units of the accounting token.
struct RollingLimits {
    Amount signed_per_hour;
    Amount signed_per_day;
    Amount settled_per_hour;
    Amount settled_per_day;
    Amount loss_per_hour;
    Amount loss_per_day;
    std::uint32_t failures_in_a_row = 0;  ///< So many disarm.
};

/// All that must survive a restart.
struct RollingState {
    RollingSum::Steps signed_hour;
    RollingSum::Steps signed_day;
    RollingSum::Steps settled_hour;
    RollingSum::Steps settled_day;
    RollingSum::Steps loss_hour;
    RollingSum::Steps loss_day;
    std::uint32_t failures_in_a_row = 0;

    friend bool operator==(const RollingState&, const RollingState&) = default;
};

/// The executor's memory of what it signed and what came of it. Whatever the strategy asks for,
/// past one of these limits nothing is signed, and the executor disarms.
class ExecutorLimits {
  public:
    explicit ExecutorLimits(RollingLimits limits, RollingState state = {});

    /// Which limit signing this much more would break. Any answer disarms.
    std::optional<ExecutorRefusal> refuses(Amount notional, Instant now) const;

    void on_signed(Amount notional, Instant now);
    /// `pnl` is what moved, at the executor's own reference (see `realised_pnl`).
    void on_settled(Amount notional, i128 pnl, Instant now);
    /// A settlement failed, and not because another quote of its lane was first: that is how lanes
    /// work.
    void on_failed() { ++failures_; }
    /// A person has looked at the failures and arms again.
    void forgive_failures() { failures_ = 0; }

    RollingState state() const;

  private:
    RollingLimits limits_;
    RollingSum signed_hour_;
    RollingSum signed_day_;
    RollingSum settled_hour_;
    RollingSum settled_day_;
    RollingSum loss_hour_;
    RollingSum loss_day_;
    std::uint32_t failures_ = 0;
};

/// What a fill earned, in the quote token at a reference: the changes of both tokens, seen from our
/// account. Rounded against us.
Result<i128> realised_pnl(i128 base_delta, i128 quote_delta, Price mid, const Pair& pair);

}  // namespace unrip::strategy
