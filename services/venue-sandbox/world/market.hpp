#pragma once

#include "core/price.hpp"
#include "core/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace unrip::sandbox {

/// How a price moves for a while.
struct Regime {
    std::string name = "calm";
    std::int64_t drift_ppm_per_hour = 0;
    std::uint32_t volatility_ppm_per_hour = 3'000;  ///< Standard deviation over an hour.
    std::uint32_t jumps_per_hour = 0;
    std::uint32_t jump_ppm = 0;   ///< Each is between half and one and a half of this, up or down.
    Milliseconds lasts{600'000};  ///< On average, before another takes over.

    friend bool operator==(const Regime&, const Regime&) = default;
};

/// One price that the world has: "BTC/EUR".
struct Market {
    std::string name;
    Price start;
    std::vector<Regime> regimes;  ///< At least one; the first one begins.
};

/// A price that follows from two others, so that nobody can earn on the triangle by itself.
struct DerivedMarket {
    enum class From { product, quotient };

    std::string name;
    From from = From::product;
    std::string left;
    std::string right;
};

}  // namespace unrip::sandbox
