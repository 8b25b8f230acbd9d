#include "strategy/notional.hpp"
#include "strategy/pipeline.hpp"

#include <algorithm>

namespace unrip::strategy {
namespace {

/// For a finding: what does not fit is shown as the largest number that does.
i128 shown(Amount amount) {
    return static_cast<i128>(std::min(amount.atoms(), static_cast<u128>(kI128Max)));
}

std::optional<Refusal> notional_limit(const World& /*world*/, Draft& draft) {
    const bool fixes_base = is_base_fixed(draft.route->side, draft.terms.is_exact_in);
    const auto worth = notional(draft.fixed(), fixes_base, *draft.terms.mid, draft.pair->pair);
    if (!worth) return refuse(DeclineReason::arithmetic_overflow);
    draft.terms.notional = *worth;
    const auto& limits = draft.pair->limits;
    if (*worth > limits.notional_max) {
        return refuse(
            DeclineReason::over_notional_limit,
            "notional",
            shown(*worth),
            shown(limits.notional_max)
        );
    }
    if (*worth < limits.notional_min) {
        return refuse(
            DeclineReason::amount_too_small,
            "notional_min",
            shown(*worth),
            shown(limits.notional_min)
        );
    }
    return std::nullopt;
}

std::optional<Refusal> size_limit(const World& /*world*/, Draft& draft) {
    const bool sells = draft.route->side == Side::user_sells_base;
    const Amount base = sells ? *draft.terms.amount_in : *draft.terms.amount_out;
    const Amount quote = sells ? *draft.terms.amount_out : *draft.terms.amount_in;
    const auto& limits = draft.pair->limits;
    if (base > limits.base_max) {
        return refuse(
            DeclineReason::over_size_limit, "base_amount", shown(base), shown(limits.base_max)
        );
    }
    if (quote > limits.quote_max) {
        return refuse(
            DeclineReason::over_size_limit, "quote_amount", shown(quote), shown(limits.quote_max)
        );
    }
    return std::nullopt;
}

std::optional<Refusal> rate_limit(const World& world, Draft& draft) {
    if (world.rates[draft.route->pair].allows(draft.now)) return std::nullopt;
    return refuse(DeclineReason::over_rate_limit);
}

std::optional<Refusal> deadline_limit(const World& world, Draft& draft) {
    const auto& timing = world.policy.timing;
    const auto& demand = draft.demand;
    const auto longest = draft.pair->limits.deadline_max;
    if (demand.min_deadline > longest) {
        return refuse(
            DeclineReason::deadline_too_long,
            "min_deadline_ms",
            demand.min_deadline.count(),
            longest.count()
        );
    }
    const auto lifetime =
        std::max(demand.min_deadline, timing.lifetime_min) + timing.deadline_margin;
    draft.terms.deadline = std::chrono::floor<Milliseconds>(draft.now + lifetime);
    return std::nullopt;
}

std::optional<Refusal> auction_is_on(const World& world, Draft& draft) {
    const auto& timing = world.policy.timing;
    const auto open_for = draft.demand.auction.value_or(timing.command_lifetime);
    const auto answered_after = std::chrono::duration_cast<Milliseconds>(
        draft.now + timing.answer_time - draft.demand.received_at
    );
    if (answered_after <= open_for) return std::nullopt;
    return refuse(
        DeclineReason::too_late, "answered_after_ms", answered_after.count(), open_for.count()
    );
}

std::optional<Refusal> requester(const World& world, Draft& draft) {
    const auto& demand = draft.demand;
    const auto& refused = world.policy.partners_refused;
    if (world.answered.contains(demand.quote_id)) return refuse(DeclineReason::already_answered);
    if (demand.is_probe && !world.policy.answers_price_probes) {
        return refuse(DeclineReason::price_probe);
    }
    if (std::find(refused.begin(), refused.end(), demand.partner) != refused.end()) {
        return refuse(DeclineReason::partner_refused);
    }
    return std::nullopt;
}

/// A trade that leads back towards the band is welcome even from outside it.
std::optional<Refusal> inventory_band(const World& world, Draft& draft) {
    const auto& band = draft.pair->band;
    if (!band) return std::nullopt;
    const auto& held = world.commitments.ledger().at(draft.route->line_base).counted;
    if (!held) return refuse(DeclineReason::no_inventory);
    if (draft.route->side == Side::user_sells_base) {
        const Amount after = saturating_add(*held, *draft.terms.amount_in);
        if (after <= band->base_max) return std::nullopt;
        return refuse(
            DeclineReason::inventory_band, "base_after", shown(after), shown(band->base_max)
        );
    }
    const Amount after = saturating_subtract(*held, *draft.terms.amount_out);
    if (after >= band->base_min) return std::nullopt;
    return refuse(
        DeclineReason::inventory_band, "base_after_min", shown(after), shown(band->base_min)
    );
}

}  // namespace

std::optional<Refusal> limits(const World& world, Draft& draft) {
    for (const Stage look :
         {notional_limit,
          size_limit,
          rate_limit,
          deadline_limit,
          auction_is_on,
          requester,
          inventory_band}) {
        if (auto refusal = look(world, draft)) return refusal;
    }
    return std::nullopt;
}

}  // namespace unrip::strategy
