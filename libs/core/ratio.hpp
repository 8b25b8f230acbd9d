#pragma once

#include "core/amount.hpp"

#include <compare>
#include <cstdint>

namespace unrip {

/// A share in millionths: 7500 is 75 bps. May be negative, as a skew is.
class Ratio {
  public:
    static constexpr std::int64_t kOne = 1'000'000;

    constexpr Ratio() = default;

    static constexpr Ratio millionths(std::int64_t count) { return Ratio{count}; }

    /// Basis points, at the edges only. One bps is 100 millionths.
    static constexpr Ratio bps(std::int64_t count) { return Ratio{count * 100}; }

    /// The one door through which a floating-point signal enters money: NaN is refused, the rest is
    /// clamped into [lowest, highest]. Doubles may decide how wide, never how much.
    static Result<Ratio> from_signal(double signal, Ratio lowest, Ratio highest);

    constexpr std::int64_t millionths() const { return millionths_; }

    friend constexpr auto operator<=>(Ratio, Ratio) = default;
    friend constexpr Ratio operator+(Ratio left, Ratio right) {
        return Ratio{left.millionths_ + right.millionths_};
    }
    friend constexpr Ratio operator-(Ratio left, Ratio right) {
        return Ratio{left.millionths_ - right.millionths_};
    }

  private:
    explicit constexpr Ratio(std::int64_t count) : millionths_{count} {}

    std::int64_t millionths_ = 0;
};

/// `amount * share`. The share must not be negative.
Result<Amount> share_of(Amount amount, Ratio share, Rounding rounding);

}  // namespace unrip
