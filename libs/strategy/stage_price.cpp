#include "strategy/pipeline.hpp"
#include "strategy/pricing.hpp"
#include "strategy/spread.hpp"

namespace unrip::strategy {
namespace {

constexpr auto kDeltaMax = static_cast<u128>(kI128Max);

std::optional<Refusal> too_wide(std::string_view name, Ratio measured, Ratio limit) {
    if (measured <= limit) return std::nullopt;
    return refuse(DeclineReason::sources_disagree, name, measured.millionths(), limit.millionths());
}

}  // namespace

std::optional<Refusal> reference_agreement(const World& world, Draft& draft) {
    const auto& price = *draft.price;
    const auto& limits = world.policy.reference;
    draft.terms.disagreement = price.disagreement;
    if (price.status == PriceStatus::too_few_sources || price.sources < limits.sources_min) {
        return refuse(
            DeclineReason::too_few_sources, "price_sources_min", price.sources, limits.sources_min
        );
    }
    if (price.status == PriceStatus::sources_disagree) {
        return refuse(DeclineReason::sources_disagree);
    }
    auto apart = too_wide("disagreement_ppm", price.disagreement, limits.disagreement_max);
    return apart ? apart : too_wide("half_width_ppm", price.half_width, limits.half_width_max);
}

/// The agreed mid is the fair price.
std::optional<Refusal> fair_price(const World& /*world*/, Draft& draft) {
    const auto& mid = draft.price->mid;
    if (!mid || mid->is_zero()) return refuse(DeclineReason::no_price);
    draft.terms.mid = mid;
    return std::nullopt;
}

std::optional<Refusal> spread_and_price(const World& /*world*/, Draft& draft) {
    const Spread half = spread(SpreadContext{*draft.pair, *draft.price});
    draft.terms.spread = half;
    // So wide a spread is never made of anything but doubt about the price.
    auto refusal = too_wide("half_spread_ppm", half.total, draft.pair->spread.half_spread_max);
    if (refusal) return refusal;

    const auto price = quoted_price(*draft.terms.mid, half.total, draft.route->side);
    if (!price) return refuse(DeclineReason::arithmetic_overflow);
    draft.terms.price = *price;
    return std::nullopt;
}

std::optional<Refusal> amounts_against_the_taker(const World& /*world*/, Draft& draft) {
    const auto both = amounts(
        draft.fixed(),
        draft.terms.is_exact_in,
        *draft.terms.price,
        draft.route->side,
        draft.pair->pair
    );
    if (!both) return refuse(DeclineReason::arithmetic_overflow);
    if (both->in.is_zero() || both->out.is_zero()) return refuse(DeclineReason::amount_too_small);

    if (both->in.atoms() > kDeltaMax || both->out.atoms() > kDeltaMax) {
        return refuse(DeclineReason::arithmetic_overflow);
    }
    draft.terms.amount_in = both->in;
    draft.terms.amount_out = both->out;
    return std::nullopt;
}

}  // namespace unrip::strategy
