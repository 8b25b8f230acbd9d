#pragma once

#include "e2e/books.hpp"
#include "e2e/trading_house.hpp"

#include <cstdint>

namespace unrip::test {

/// People who ask so often for quotes that end soon, so that all have ended soon after the last.
inline nlohmann::json crowd(int per_second) {
    return {
        {"takers",
         {{{"name", "crowd"},
           {"kind", "uninformed"},
           {"per_second", per_second},
           {"size_least", "1"},
           {"size_most", "4"},
           {"tolerance_ppm", 50'000},
           {"deadline_ms", 10'000}}}},
        {"chain", {{"settle_after_ms", 300}}}};
}

/// So many more valid answers reach the venue. False when they never do.
inline bool goes_on_trading(const TradingHouse& house, std::uint64_t answers) {
    const auto so_far = maker_count(house, "valid");
    return TradingHouse::comes_true([&] { return maker_count(house, "valid") >= so_far + answers; }
    );
}

}  // namespace unrip::test
