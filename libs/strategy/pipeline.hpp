#pragma once

#include "strategy/decisions.hpp"
#include "strategy/events.hpp"
#include "strategy/world.hpp"

#include <optional>

namespace unrip::strategy {

/// A request on its way through the stages, with what they found out so far.
struct Draft {
    QuoteRequested demand;
    Instant now;
    bool is_watching = false;  ///< Disarmed: everything is decided, nothing is promised.
    const Route* route = nullptr;
    const PairPolicy* pair = nullptr;
    const PriceHeard* price = nullptr;
    QuoteTerms terms;

    Amount fixed() const { return demand.exact_in ? *demand.exact_in : *demand.exact_out; }
};

/// Why a stage stops a request.
struct Refusal {
    DeclineReason reason = DeclineReason::unsupported_pair;
    std::optional<Finding> finding;
};

/// A stage looks at one thing, fills in its terms, or says no.
using Stage = std::optional<Refusal> (*)(const World&, Draft&);

// In this order. Each stage relies on those before it.
std::optional<Refusal> supported_pair(const World& world, Draft& draft);
std::optional<Refusal> well_formed(const World& world, Draft& draft);
std::optional<Refusal> mode(const World& world, Draft& draft);
std::optional<Refusal> freshness(const World& world, Draft& draft);
std::optional<Refusal> reference_agreement(const World& world, Draft& draft);
std::optional<Refusal> fair_price(const World& world, Draft& draft);
std::optional<Refusal> spread_and_price(const World& world, Draft& draft);
std::optional<Refusal> amounts_against_the_taker(const World& world, Draft& draft);
std::optional<Refusal> limits(const World& world, Draft& draft);

/// Everything but the slot.
std::optional<Refusal> run_stages(const World& world, Draft& draft);

inline std::optional<Refusal> refuse(DeclineReason reason) {
    return Refusal{reason, std::nullopt};
}
inline std::optional<Refusal> refuse(
    DeclineReason reason, std::string_view name, i128 measured, i128 limit
) {
    return Refusal{reason, Finding{name, measured, limit}};
}

}  // namespace unrip::strategy
