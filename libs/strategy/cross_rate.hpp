#pragma once

#include "core/result.hpp"
#include "strategy/source_quote.hpp"

namespace unrip::strategy {

enum class CrossBy {
    dividing,     ///< BTC/USD over EUR/USD is BTC/EUR.
    multiplying,  ///< BTC/USD times USD/EUR is BTC/EUR.
};

/// One source made of two: never fresher than its older leg, and as doubtful as both together. Its
/// bid is what selling through both books brings, its ask what buying costs.
Result<SourceQuote> cross(const SourceQuote& first, const SourceQuote& second, CrossBy how);

}  // namespace unrip::strategy
