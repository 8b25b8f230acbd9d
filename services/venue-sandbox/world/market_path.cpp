#include "world/market_path.hpp"

#include "core/check.hpp"
#include "world/random.hpp"

#include <algorithm>

namespace unrip::sandbox {
namespace {

// Moves are counted in 10^-12, so that the drift of a quiet hour is more than nothing in one step.
constexpr std::int64_t kOne = 1'000'000'000'000;
constexpr std::int64_t kPerMillionth = 1'000'000;
constexpr std::int64_t kHour = 3'600'000;
constexpr std::int64_t kMoveMax = kOne / 2;

// Exchanges lag by seconds at most.
constexpr std::int64_t kRemembered = 2'048;
// A price wanders at most this far from where it began, however long the world runs.
constexpr unsigned kWanderMax = 1'000;

std::uint64_t square_root(u128 value) {
    u128 low = 0;
    u128 high = u128{1} << 63U;
    while (low + 1 < high) {
        const auto middle = (low + high) / 2;
        if (middle * middle <= value) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return static_cast<std::uint64_t>(low);
}

/// Standard deviations grow with the square root of time.
std::int64_t deviation_of_a_step(std::uint32_t ppm_per_hour, Milliseconds step) {
    const auto an_hour = u128{ppm_per_hour} * kPerMillionth;
    const auto variance = an_hour * an_hour * static_cast<u128>(step.count()) / kHour;
    return static_cast<std::int64_t>(square_root(variance));
}

std::int64_t jump_of_a_step(const Regime& regime, Milliseconds step, Random& random) {
    const auto odds =
        std::uint64_t{regime.jumps_per_hour} * static_cast<std::uint64_t>(step.count());
    if (!random.chance(odds, kHour)) return 0;
    const auto least = static_cast<std::uint64_t>(regime.jump_ppm) * kPerMillionth / 2;
    const auto size = static_cast<std::int64_t>(least + random.below(2 * least + 1));
    return random.chance(1, 2) ? size : -size;
}

std::int64_t move_of_a_step(const Regime& regime, Milliseconds step, Random& random) {
    const auto drift = regime.drift_ppm_per_hour * kPerMillionth / kHour * step.count();
    const auto deviation = deviation_of_a_step(regime.volatility_ppm_per_hour, step);
    const auto noise =
        static_cast<std::int64_t>(i128{deviation} * random.normal_q32() / (i128{1} << 32U));
    const auto move = drift + noise + jump_of_a_step(regime, step, random);
    return std::clamp(move, -kMoveMax, kMoveMax);
}

}  // namespace

MarketPath::MarketPath(Market market, std::uint64_t seed, Milliseconds step)
    : market_{std::move(market)}, seed_{seed}, step_{step} {
    check(!market_.regimes.empty(), "a market without a regime");
    check(step_.count() > 0, "a world whose time stands still");
    steps_.push_back({market_.start, 0});
}

Price MarketPath::within_bounds(u128 raw) const {
    const auto start = market_.start.raw();
    return Price::from_raw(std::clamp(raw, start / kWanderMax + 1, start * kWanderMax));
}

MarketPath::Step MarketPath::after(const Step& before, std::int64_t number) const {
    auto random = Random::at(seed_, market_.name, static_cast<std::uint64_t>(number));
    auto regime = before.regime;
    const auto lasts = static_cast<std::uint64_t>(market_.regimes.at(regime).lasts.count());
    const bool ends = random.chance(static_cast<std::uint64_t>(step_.count()), lasts);
    if (ends && !held_ && market_.regimes.size() > 1) {
        const auto others = market_.regimes.size() - 1;
        regime = (regime + 1 + random.below(others)) % market_.regimes.size();
    }
    const auto move = move_of_a_step(market_.regimes.at(regime), step_, random);
    const auto factor = static_cast<u128>(kOne + move);
    const auto moved = mul_div(before.price.raw(), factor, kOne, Rounding::down);
    return {within_bounds(moved ? *moved : before.price.raw()), regime};
}

const MarketPath::Step& MarketPath::look(std::int64_t step) {
    auto newest = first_ + static_cast<std::int64_t>(steps_.size()) - 1;
    while (newest < step) {
        steps_.push_back(after(steps_.back(), ++newest));
        if (static_cast<std::int64_t>(steps_.size()) > kRemembered) {
            steps_.pop_front();
            ++first_;
        }
    }
    const auto place = std::max(step - first_, std::int64_t{0});
    return steps_.at(static_cast<std::size_t>(place));
}

Price MarketPath::at(std::int64_t step) {
    return look(step).price;
}

const Regime& MarketPath::regime_at(std::int64_t step) {
    return market_.regimes.at(look(step).regime);
}

MarketPath::Step& MarketPath::rewind(std::int64_t step) {
    look(step);
    const auto kept = static_cast<std::size_t>(std::max(step - first_, std::int64_t{0}) + 1);
    steps_.resize(std::min(kept, steps_.size()));
    return steps_.back();
}

void MarketPath::set_price(std::int64_t step, Price price) {
    // The bounds are there against wandering; a person may go where they want.
    market_.start = price;
    rewind(step).price = price;
}

void MarketPath::jump(std::int64_t step, Ratio by) {
    auto& now = rewind(step);
    if (const auto moved = shifted(now.price, by, Rounding::down))
        now.price = within_bounds(moved->raw());
}

void MarketPath::hold_regime(std::int64_t step, std::size_t regime) {
    check(regime < market_.regimes.size(), "a regime that the market does not have");
    rewind(step).regime = regime;
    held_ = true;
}

void MarketPath::release(std::int64_t step) {
    rewind(step);
    held_ = false;
}

void MarketPath::change(std::int64_t step, Market market) {
    check(!market.regimes.empty(), "a market without a regime");
    auto& now = rewind(step);
    market.start = market_.start;
    market_ = std::move(market);
    now.regime = std::min(now.regime, market_.regimes.size() - 1);
    held_ = false;
}

}  // namespace unrip::sandbox
