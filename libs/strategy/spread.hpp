#pragma once

#include "core/ratio.hpp"
#include "strategy/events.hpp"
#include "strategy/policy.hpp"

#include <array>
#include <string_view>

namespace unrip::strategy {

/// What a component of the spread may look at. It grows with what components need to know.
struct SpreadContext {
    const PairPolicy& pair;
    const PriceHeard& price;
};

/// How many components there are. The next one is one new file and one line in spread.cpp.
inline constexpr std::size_t kSpreadComponentCount = 2;

/// The names, in the order in which the widths stand.
const std::array<std::string_view, kSpreadComponentCount>& spread_component_names();

/// A half spread, and what each component gave to it.
struct Spread {
    std::array<Ratio, kSpreadComponentCount> parts;
    Ratio total;

    friend bool operator==(const Spread&, const Spread&) = default;
};

Spread spread(const SpreadContext& context);

// The components. A negative width narrows.
Ratio base_spread(const SpreadContext& context);
Ratio disagreement_spread(const SpreadContext& context);

}  // namespace unrip::strategy
