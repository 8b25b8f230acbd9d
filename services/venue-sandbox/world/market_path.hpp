#pragma once

#include "core/price.hpp"
#include "core/time.hpp"
#include "world/market.hpp"

#include <cstdint>
#include <deque>

namespace unrip::sandbox {

/// The true price of one market, step by step. Each step is drawn from the seed, the market's name
/// and the step's number alone, so the path is the same however often and in which order it is
/// looked at, and a little of the future is there for those who are to know it.
class MarketPath {
  public:
    /// `step` is at least a millisecond.
    MarketPath(Market market, std::uint64_t seed, Milliseconds step);

    /// The price at that step. Long past ones are forgotten: they read as the oldest remembered.
    Price at(std::int64_t step);
    const Regime& regime_at(std::int64_t step);

    /// From that step on things are different; what was foreseen beyond it never happens.
    void set_price(std::int64_t step, Price price);
    void jump(std::int64_t step, Ratio by);
    /// The market stays in this regime until another is set or `release` is called.
    void hold_regime(std::int64_t step, std::size_t regime);
    void release(std::int64_t step);
    /// Other figures for the regimes; the price goes on from where it is.
    void change(std::int64_t step, Market market);

    const Market& market() const { return market_; }

  private:
    struct Step {
        Price price;
        std::size_t regime = 0;
    };

    const Step& look(std::int64_t step);
    Step after(const Step& before, std::int64_t number) const;
    Step& rewind(std::int64_t step);
    Price within_bounds(u128 raw) const;

    Market market_;
    std::uint64_t seed_;
    Milliseconds step_;
    bool held_ = false;
    std::int64_t first_ = 0;  ///< The number of steps_.front().
    std::deque<Step> steps_;
};

}  // namespace unrip::sandbox
