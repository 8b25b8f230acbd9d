#include "strategy/pipeline.hpp"

namespace unrip::strategy {
namespace {

Milliseconds age(Instant then, Instant now) {
    return std::chrono::duration_cast<Milliseconds>(now - then);
}

std::optional<Refusal> too_old(
    DeclineReason reason, std::string_view name, Milliseconds age, Milliseconds limit
) {
    if (age <= limit) return std::nullopt;
    return refuse(reason, name, age.count(), limit.count());
}

std::optional<Refusal> price_freshness(const World& world, Draft& draft) {
    const auto& price = world.prices[draft.route->pair];
    if (!price) return refuse(DeclineReason::no_price);
    draft.price = &*price;
    if (!price->mid) return std::nullopt;  // There is none, and the next stage says why.
    draft.terms.price_age = age(price->observed_at, draft.now);
    const auto& limits = world.policy.freshness;
    // Whoever is ahead of us would be fresh for as long as that, even when it fell silent.
    if (-*draft.terms.price_age > limits.block_ahead_max) {
        return refuse(
            DeclineReason::stale_price,
            "price_age_ms",
            draft.terms.price_age->count(),
            -limits.block_ahead_max.count()
        );
    }
    return too_old(
        DeclineReason::stale_price, "price_age_ms", *draft.terms.price_age, limits.price_age_max
    );
}

/// Age is that of the block, not of the reading: a node that stands still repeats an old block.
std::optional<Refusal> inventory_freshness(const World& world, Draft& draft) {
    const auto& line = world.commitments.ledger().at(draft.route->line_out);
    if (!line.counted || !world.counted_at) return refuse(DeclineReason::no_inventory);
    draft.terms.counted_out = line.counted;
    draft.terms.committed_out = line.committed;
    draft.terms.inventory_age = age(*world.counted_at, draft.now);
    if (line.height != world.commitments.count_height()) {
        return refuse(DeclineReason::stale_inventory);  // The newest count left this token out.
    }
    return too_old(
        DeclineReason::stale_inventory,
        "inventory_age_ms",
        *draft.terms.inventory_age,
        world.policy.freshness.inventory_age_max
    );
}

std::optional<Refusal> venue_freshness(const World& world, Draft& draft) {
    const auto& venue = world.venue;
    if (!venue) return refuse(DeclineReason::no_salt);
    draft.terms.venue_age = age(venue->block_time, draft.now);
    auto stale = too_old(
        DeclineReason::stale_salt,
        "venue_age_ms",
        *draft.terms.venue_age,
        world.policy.freshness.venue_age_max
    );
    if (stale) return stale;
    if (venue->is_account_locked) return refuse(DeclineReason::account_locked);
    if (venue->is_paused) return refuse(DeclineReason::venue_paused);
    return std::nullopt;
}

std::optional<Refusal> trusted_clock(const World& world, Draft& draft) {
    draft.terms.block_lag = world.clock.block_lag();
    if (const auto doubt = world.clock.doubt(draft.now)) {
        return Refusal{DeclineReason::clock_skew, doubt};
    }
    return std::nullopt;
}

std::optional<Refusal> journal_keeps_up(const World& world, Draft& draft) {
    const auto& journal = world.journal;
    const auto& limits = world.policy.freshness;
    if (!journal || !journal->is_connected) return refuse(DeclineReason::bus_lost);
    draft.terms.journal_unacked = journal->unacked;
    if (journal->was_refused) return refuse(DeclineReason::journal_behind);
    if (journal->unacked > limits.journal_unacked_max) {
        return refuse(
            DeclineReason::journal_behind,
            "journal_unacked",
            static_cast<i128>(journal->unacked),
            static_cast<i128>(limits.journal_unacked_max)
        );
    }
    return too_old(
        DeclineReason::journal_behind,
        "journal_age_ms",
        journal->oldest_unacked,
        limits.journal_age_max
    );
}

std::optional<Refusal> nothing_over_committed(const World& world, Draft& draft) {
    const auto& line = world.commitments.ledger().at(draft.route->line_out);
    if (line.is_over_committed()) return refuse(DeclineReason::over_committed);
    return std::nullopt;
}

}  // namespace

std::optional<Refusal> freshness(const World& world, Draft& draft) {
    for (const Stage look :
         {price_freshness,
          inventory_freshness,
          venue_freshness,
          trusted_clock,
          journal_keeps_up,
          nothing_over_committed}) {
        if (auto refusal = look(world, draft)) return refusal;
    }
    return std::nullopt;
}

}  // namespace unrip::strategy
