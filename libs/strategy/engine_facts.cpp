#include "core/check.hpp"
#include "strategy/engine.hpp"

// What the engine does with the slow facts: it remembers them, and sees to its slots.

namespace unrip::strategy {

void Engine::apply(const PriceHeard& price, Instant /*now*/, Decisions& /*out*/) {
    const auto pair = world_.routes.pair(price.pair);
    if (!pair) return;
    world_.prices[*pair] = price;
    applied(&Provenance::price, price.id);
}

void Engine::apply(const InventoryCounted& count, Instant now, Decisions& out) {
    SlotsChanged changes{};
    const bool is_credible = world_.clock.is_credible(count.block_time, now);
    if (!world_.commitments.counted(count, is_credible, changes)) return;
    world_.clock.block(count.height, count.block_time, now);
    world_.counted_at = count.block_time;
    applied(&Provenance::inventory, count.id);
    announce(std::move(changes), out);
    settle_down(now, out);
}

void Engine::apply(const VenueObserved& venue, Instant now, Decisions& out) {
    if (world_.venue && venue.height < world_.venue->height) return;
    world_.clock.block(venue.height, venue.block_time, now);
    world_.venue = venue;
    applied(&Provenance::venue, venue.id);
    settle_down(now, out);
}

void Engine::apply(const SlotsRestored& record, Instant now, Decisions& out) {
    take_or_forget(world_.commitments.restore(record), out);
    applied(&Provenance::slots, record.id);
    settle_down(now, out);
}

void Engine::apply(const BatchOpened& batch, Instant now, Decisions& out) {
    if (slots_by_ == SlotsBy::record) {
        take_or_forget(world_.commitments.opened_on_record(batch), out);
    } else {
        take_or_forget(world_.commitments.opened(batch), out);
    }
    applied(&Provenance::slots, batch.id);
    settle_down(now, out);
}

/// Without knowing what is promised nothing is promised: no slot, no quote, until a record is read
/// that makes sense.
void Engine::take_or_forget(const Result<void>& told, Decisions& out) {
    if (told) return;
    world_.commitments.forget();
    out.emplace_back(Alert{AlertKind::commitments_unusable, true, "", told.error().detail});
}

void Engine::apply(const BatchRefused& batch, Instant now, Decisions& out) {
    world_.commitments.refused(batch.request);
    settle_down(now, out);
}

void Engine::apply(const ClosingWritten& closing, Instant now, Decisions& out) {
    SlotsChanged changes{};
    world_.commitments.closing_written(closing.request, changes);
    applied(&Provenance::slots, closing.id);
    announce(std::move(changes), out);
    settle_down(now, out);
}

void Engine::apply(const SlotsRecorded& record, Instant now, Decisions& out) {
    for (const auto& change : record.closed) {
        world_.commitments.close_on_record(change);
    }
    applied(&Provenance::slots, record.id);
    settle_down(now, out);
}

void Engine::apply(const OpeningHeld& held, Instant /*now*/, Decisions& /*out*/) {
    world_.opening_held_until = held.until;
}

void Engine::apply(const NonceUsed& nonce, Instant now, Decisions& out) {
    SlotsChanged changes{};
    world_.commitments.used(nonce.slot, nonce.height, changes);
    applied(&Provenance::exec, nonce.id);
    announce(std::move(changes), out);
    settle_down(now, out);
}

/// Only `matched`, `settled` and `slot_refused` change anything: they end the use of a lane. A
/// refusal, a failure or an expiry frees nothing, since the signature may exist and be executed.
void Engine::apply(const QuoteFollowed& quote, Instant now, Decisions& out) {
    applied(&Provenance::exec, quote.id);
    SlotsChanged changes{};
    switch (quote.step) {
        case QuoteStep::matched:
        case QuoteStep::settled:
            world_.commitments.matched(quote.slot, changes);
            break;
        case QuoteStep::slot_refused:
            world_.commitments.slot_refused(quote.slot, changes);
            break;
        default:
            return;
    }
    announce(std::move(changes), out);
    settle_down(now, out);
}

void Engine::apply(const WithdrawalReserving& withdrawal, Instant now, Decisions& out) {
    world_.commitments.ledger().withhold(
        withdrawal.action, AssetAmount{withdrawal.asset, withdrawal.amount}
    );
    applied(&Provenance::liquidity, withdrawal.id);
    settle_down(now, out);
}

void Engine::apply(const WithdrawalEnded& withdrawal, Instant now, Decisions& out) {
    world_.commitments.ledger().end_withdrawal(withdrawal.action, withdrawal.height);
    applied(&Provenance::liquidity, withdrawal.id);
    settle_down(now, out);
}

void Engine::settle_down(Instant now, Decisions& out) {
    watch_promises(out);
    plan(now, out);
}

/// Alerts when less is held than promised. A fill can be in a count before we are told of it: what
/// the slots being settled may take explains so much of a gap.
void Engine::watch_promises(Decisions& out) {
    if (!world_.commitments.is_known()) return;
    auto& ledger = world_.commitments.ledger();
    for (std::size_t index = 0; index < ledger.lines().size(); ++index) {
        const auto& line = ledger.at(index);
        const bool is_unexplained =
            line.is_over_committed() &&
            saturating_subtract(line.committed, world_.commitments.settling(line.asset)) >
                *line.counted;
        if (is_unexplained == line.is_alerted) continue;
        ledger.alert(index, is_unexplained);
        const std::string detail =
            "committed " + line.committed.to_string() + ", counted " + line.counted->to_string();
        out.emplace_back(Alert{AlertKind::over_committed, is_unexplained, line.asset.text(), detail}
        );
        if (!is_unexplained || !world_.policy.commitments.revoke_when_over_committed) continue;
        auto slots = world_.commitments.issued_on(line.asset);
        if (!slots.empty()) out.emplace_back(RevokeSlots{std::move(slots)});
    }
}

}  // namespace unrip::strategy
