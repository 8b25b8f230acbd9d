#include "strategy/pipeline.hpp"

namespace unrip::strategy {
namespace {

/// A delta is a signed 128-bit number, and a zero delta is an invalid intent.
bool fits_a_delta(Amount amount) {
    return !amount.is_zero() && amount.atoms() <= static_cast<u128>(kI128Max);
}

}  // namespace

std::optional<Refusal> supported_pair(const World& world, Draft& draft) {
    draft.route = world.routes.find(draft.demand.asset_in, draft.demand.asset_out);
    if (draft.route == nullptr) return refuse(DeclineReason::unsupported_pair);
    draft.pair = &world.policy.pairs[draft.route->pair];
    draft.terms.pair = draft.route->pair;
    draft.terms.side = draft.route->side;
    return std::nullopt;
}

std::optional<Refusal> well_formed(const World& /*world*/, Draft& draft) {
    const auto& demand = draft.demand;
    const bool is_well_formed = demand.exact_in.has_value() != demand.exact_out.has_value() &&
                                fits_a_delta(draft.fixed()) &&
                                demand.min_deadline >= Milliseconds{0} && !demand.quote_id.empty();
    if (!is_well_formed) return refuse(DeclineReason::malformed_request);
    draft.terms.is_exact_in = demand.exact_in.has_value();
    return std::nullopt;
}

/// Disarmed is no end: the request is decided to the last step, and not answered.
std::optional<Refusal> mode(const World& world, Draft& draft) {
    if (!world.is_active) return refuse(DeclineReason::not_active);
    draft.is_watching = !world.is_armed;
    return std::nullopt;
}

}  // namespace unrip::strategy
