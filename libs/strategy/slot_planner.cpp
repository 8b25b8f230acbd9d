#include "strategy/slot_planner.hpp"

#include <algorithm>

namespace unrip::strategy {
namespace {

/// A promise is made only on facts that could be traded on.
bool may_open(const World& world, Instant now) {
    if (!world.is_active || !world.is_armed || !world.commitments.is_known()) return false;
    if (!world.venue || world.venue->is_account_locked || world.venue->is_paused) return false;
    if (!world.counted_at || world.clock.doubt(now)) return false;
    const auto& freshness = world.policy.freshness;
    return now - *world.counted_at <= freshness.inventory_age_max &&
           now - world.venue->block_time <= freshness.venue_age_max &&
           (!world.opening_held_until || now >= *world.opening_held_until);
}

void close(
    World& world, const Commitments::HowMany& how_many, SlotChangeReason reason, Decisions& out
) {
    SlotsChanged changes{};
    auto unused = world.commitments.close(how_many, reason, changes);
    announce(std::move(changes), out);
    if (unused) out.emplace_back(std::move(*unused));
}

/// Slots too near their end for any quote, and slots of a salt that no longer holds.
void retire(World& world, Instant now, Decisions& out) {
    const auto& timing = world.policy.timing;
    const Instant last_use =
        now + timing.lifetime_min + timing.deadline_margin + timing.nonce_margin;
    const auto near_its_end = [&](const SlotBatch& batch) {
        return batch.facts().nonce_deadline < last_use ? batch.open_count() : 0;
    };
    close(world, near_its_end, SlotChangeReason::nonce_deadline_near, out);

    if (!world.venue) return;
    const auto& venue = *world.venue;
    const auto of_a_lost_salt = [&](const SlotBatch& batch) {
        const auto& salts = venue.valid_salts;
        const auto& salt = batch.facts().salt;
        const bool holds =
            salt == venue.salt || std::find(salts.begin(), salts.end(), salt) != salts.end();
        return holds ? 0 : batch.open_count();
    };
    close(world, of_a_lost_salt, SlotChangeReason::salt_replaced, out);
}

/// How many slots of this cap it takes to cover the amount.
std::uint32_t slots_to_cover(Amount amount, Amount cap, std::uint32_t at_most) {
    if (amount.is_zero() || cap.is_zero()) return 0;
    const u128 slots = (amount.atoms() - 1) / cap.atoms() + 1;
    return slots < at_most ? static_cast<std::uint32_t>(slots) : at_most;
}

/// Closes slots of tokens that a withdrawal waits for, or of which less is held than promised.
void make_room(World& world, Decisions& out) {
    auto& ledger = world.commitments.ledger();
    for (std::size_t index = 0; index < ledger.lines().size(); ++index) {
        const auto line = ledger.at(index);
        const Amount withheld = ledger.withheld(index);
        if (!line.counted || (withheld.is_zero() && !line.is_alerted)) continue;

        const Amount allowed = saturating_subtract(*line.counted, withheld);
        Amount excess = saturating_subtract(
            line.committed, saturating_add(allowed, world.commitments.leaving(line.asset))
        );
        const auto how_many = [&](const SlotBatch& batch) {
            const auto cap = batch.cap(line.asset);
            if (!cap) return 0U;
            const auto slots = slots_to_cover(excess, *cap, batch.open_count());
            excess = saturating_subtract(excess, Amount{cap->atoms() * slots});
            return slots;
        };
        if (!excess.is_zero()) close(world, how_many, SlotChangeReason::making_room, out);
    }
}

void announce_room(World& world, Decisions& out) {
    auto& ledger = world.commitments.ledger();
    std::vector<Amount> asked(ledger.lines().size());
    for (auto& withdrawal : ledger.withdrawals()) {
        auto& sum = asked[withdrawal.line];
        sum = saturating_add(sum, withdrawal.amount);
        const auto& line = ledger.at(withdrawal.line);
        if (withdrawal.has_room || withdrawal.ended_at || !line.counted) continue;
        if (saturating_add(sum, line.committed) > *line.counted) continue;
        withdrawal.has_room = true;
        out.emplace_back(RoomMade{
            withdrawal.action,
            AssetAmount{line.asset, withdrawal.amount},
            line.committed,
            *line.counted,
            line.height});
    }
}

}  // namespace

void announce(SlotsChanged changes, Decisions& out) {
    if (changes.closed.empty() && changes.dead.empty()) return;
    out.emplace_back(std::move(changes));
}

void SlotPlanner::plan(World& world, Instant now, Decisions& out) {
    if (!world.is_active || !world.commitments.is_known()) return;
    retire(world, now, out);
    make_room(world, out);
    announce_room(world, out);
    for (std::size_t route = 0; route < opened_at_.size(); ++route) {
        replenish(world, route, now, out);
    }
}

void SlotPlanner::replenish(World& world, std::size_t index, Instant now, Decisions& out) {
    const Route& route = world.routes.all()[index];
    const PairPolicy& pair = world.policy.pairs[route.pair];
    const SlotPolicy& slots = pair.slots;
    const bool gives_quote = route.side == Side::user_sells_base;
    const Amount cap = gives_quote ? slots.quote_cap : slots.base_cap;
    if (cap.is_zero()) return;

    const auto ready = world.commitments.ready_or_coming(route.pool);
    if (ready >= slots.open_target) return;
    const auto& last = opened_at_[index];
    if (last && now - *last < world.policy.commitments.open_interval_min && now >= *last) return;
    if (!may_open(world, now)) return;

    const u128 affordable = world.commitments.ledger().free(route.line_out).atoms() / cap.atoms();
    if (affordable == 0) return;
    const auto missing = slots.open_target - static_cast<std::uint32_t>(ready);
    const auto standing = world.commitments.standing();
    const auto most = world.policy.commitments.slots_max;
    u128 size = std::min<u128>({missing, slots.batch_size, affordable});
    size = std::min<u128>(size, standing < most ? most - standing : 0);

    // One write for a handful of slots is waste, as long as some still stand ready.
    const bool is_worth_a_write = ready == 0 || size >= (slots.batch_size + 3U) / 4U;
    if (size == 0 || !is_worth_a_write) return;

    OpenBatch request{};
    request.request = world.commitments.next_request();
    request.pair = pair.pair.name();
    request.mode = slots.mode;
    request.caps.push_back(AssetAmount{gives_quote ? pair.pair.quote.id : pair.pair.base.id, cap});
    request.size = static_cast<std::uint32_t>(size);
    request.lane_open_quotes_max = slots.lane_open_quotes_max;
    request.nonce_deadline = std::chrono::floor<Milliseconds>(now + slots.nonce_lifetime);
    request.salt = world.venue->salt;
    request.count_height = world.commitments.count_height();
    world.commitments.expect(request);
    opened_at_[index] = now;
    out.emplace_back(std::move(request));
}

void SlotPlanner::close_all(World& world, Decisions& out) {
    if (!world.is_active || !world.commitments.is_known()) return;
    const auto all = [](const SlotBatch& batch) { return batch.open_count(); };
    close(world, all, SlotChangeReason::clean_stop, out);
}

}  // namespace unrip::strategy
