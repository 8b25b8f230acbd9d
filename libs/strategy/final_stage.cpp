#include "strategy/final_stage.hpp"

#include <algorithm>

namespace unrip::strategy {
namespace {

Amount cap_by_policy(const Draft& draft) {
    const auto& slots = draft.pair->slots;
    return draft.route->side == Side::user_sells_base ? slots.quote_cap : slots.base_cap;
}

/// There is no slot for it: the most telling reason.
Refusal why_no_slot(const World& world, const Draft& draft) {
    const auto& ledger = world.commitments.ledger();
    const Amount cap = cap_by_policy(draft);
    if (*draft.terms.amount_out > cap) return {DeclineReason::slot_cap_exceeded, std::nullopt};

    const auto& line = ledger.at(draft.route->line_out);
    const Amount uncommitted = saturating_subtract(*line.counted, line.committed);
    const bool would_be_free = uncommitted >= cap;
    if (would_be_free && ledger.free(draft.route->line_out) < cap) {
        return {DeclineReason::withdrawal_pending, std::nullopt};
    }
    return {DeclineReason::no_slot, std::nullopt};
}

/// Whether an armed engine would find a slot: one that is open, or room for one.
bool would_find_a_slot(const World& world, const Draft& draft) {
    const Amount cap = cap_by_policy(draft);
    if (*draft.terms.amount_out > cap) return false;
    return world.commitments.ready_or_coming(draft.route->pool) > 0 ||
           world.commitments.ledger().free(draft.route->line_out) >= cap;
}

/// The command is of no use after the auction, and of none when it was on its way for too long.
Instant expiry(const World& world, const Draft& draft) {
    const Instant stale = draft.now + world.policy.timing.command_lifetime;
    const auto& demand = draft.demand;
    return demand.auction ? std::min<Instant>(stale, demand.received_at + *demand.auction) : stale;
}

}  // namespace

std::variant<ApprovedQuote, Refusal> FinalStage::run(
    World& world, Draft& draft, const Stamp& stamp
) {
    const auto& terms = draft.terms;
    if (*terms.amount_out > *terms.counted_out) {
        return Refusal{DeclineReason::insufficient_inventory, std::nullopt};
    }
    auto& rate = world.rates[draft.route->pair];
    if (draft.is_watching) {
        if (!would_find_a_slot(world, draft)) return why_no_slot(world, draft);
        rate.take(draft.now);
        return Refusal{DeclineReason::disarmed, std::nullopt};
    }

    const Commitments::Wanted wanted{
        draft.route->pool,
        *terms.amount_out,
        *terms.deadline,
        *terms.deadline + world.policy.timing.nonce_margin};
    auto grant = world.commitments.take(wanted, draft.now);
    if (!grant) return why_no_slot(world, draft);

    rate.take(draft.now);
    world.answered.add(draft.demand.quote_id);
    const Instant expires_at = expiry(world, draft);
    return ApprovedQuote{
        stamp,
        std::move(draft.demand.id),
        std::move(draft.demand.quote_id),
        terms,
        std::move(*grant),
        expires_at};
}

}  // namespace unrip::strategy
