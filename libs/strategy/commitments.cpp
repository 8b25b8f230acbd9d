#include "strategy/commitments.hpp"

#include <algorithm>

namespace unrip::strategy {

void Commitments::closing_written(std::uint64_t request, SlotsChanged& changes) {
    const auto asked = std::find_if(closing_.begin(), closing_.end(), [&](const Closing& closing) {
        return closing.request == request;
    });
    if (asked == closing_.end()) return;
    for (const auto& change : asked->slots) {
        auto* batch = find_batch(change.batch);
        if (batch == nullptr) continue;  // All of it died in the meantime.
        const auto end = change.slots.first + change.slots.count;
        for (auto index = change.slots.first; index < end; ++index) {
            if (!batch->bury_unused(index)) continue;
            release(batch->facts().caps, 1);
            append(changes.dead, change.batch, index, SlotChangeReason::never_used, std::nullopt);
        }
    }
    closing_.erase(asked);
    drop_dead_batches();
}

void Commitments::used(const SlotId& slot, std::uint64_t height, SlotsChanged& changes) {
    const auto found = find(slot);
    if (!found) return;
    auto& [batch, index] = *found;
    if (batch.close(index)) {
        append(
            changes.closed, batch.facts().batch, index, SlotChangeReason::nonce_used, std::nullopt
        );
    }
    batch.mark_used(index, height);
    // A count at that height or later may have come before the news.
    if (is_counted_now(batch)) bury_dead(batch, std::nullopt, changes);
    drop_dead_batches();
}

void Commitments::matched(const SlotId& slot, SlotsChanged& changes) {
    const auto found = find(slot);
    if (!found) return;
    auto& [batch, index] = *found;
    batch.mark_matched(index);
    if (batch.close(index)) {
        append(changes.closed, batch.facts().batch, index, SlotChangeReason::matched, std::nullopt);
    }
}

void Commitments::slot_refused(const SlotId& slot, SlotsChanged& changes) {
    const auto found = find(slot);
    if (!found) return;
    auto& [batch, index] = *found;
    if (batch.close(index)) {
        append(changes.closed, batch.facts().batch, index, SlotChangeReason::refused, std::nullopt);
    }
}

bool Commitments::counted(
    const InventoryCounted& count, bool is_time_trusted, SlotsChanged& changes
) {
    if (count.height < height_) return false;
    height_ = count.height;
    for (const auto& balance : count.balances) {
        ledger_.count(ledger_.line_of(balance.asset), balance.amount, count.height);
    }
    const auto block_time =
        is_time_trusted ? std::optional<Instant>{count.block_time} : std::nullopt;
    for (const auto& batch : batches_) {
        if (is_counted_now(*batch)) bury_dead(*batch, block_time, changes);
    }
    drop_dead_batches();
    return true;
}

/// Whether the newest count names every token that the batch gives.
bool Commitments::is_counted_now(const SlotBatch& batch) const {
    const auto& caps = batch.facts().caps;
    return std::all_of(caps.begin(), caps.end(), [&](const AssetAmount& cap) {
        const auto line = ledger_.find(cap.asset);
        return line && ledger_.at(*line).counted && ledger_.at(*line).height == height_;
    });
}

void Commitments::bury_dead(
    SlotBatch& batch, std::optional<Instant> block_time, SlotsChanged& changes
) {
    for (std::uint32_t index = 0; index < batch.size(); ++index) {
        const auto reason = batch.death(index, height_, block_time);
        if (!reason) continue;
        batch.bury(index);
        release(batch.facts().caps, 1);
        append(changes.dead, batch.facts().batch, index, *reason, height_);
    }
}

std::optional<SlotGrant> Commitments::take(const Wanted& wanted, Instant now) {
    if (!is_known_) return std::nullopt;
    for (const auto& [batch, cap] : pools_[wanted.pool].batches) {
        const auto& facts = batch->facts();
        const bool serves = batch->open_count() > 0 && cap >= wanted.amount &&
                            facts.nonce_deadline >= wanted.nonce_deadline_min;
        if (!serves) continue;
        if (const auto index = batch->take(wanted.deadline, now)) {
            return SlotGrant{batch->shared_facts(), *index};
        }
    }
    return std::nullopt;
}

std::optional<CloseUnused> Commitments::close(
    const HowMany& how_many, SlotChangeReason reason, SlotsChanged& changes
) {
    CloseUnused unused{};
    for (std::size_t newest = batches_.size(); newest > 0; --newest) {
        SlotBatch& slots = *batches_[newest - 1];
        auto left = slots.open_count() == 0 ? 0 : how_many(slots);
        for (std::uint32_t index = 0; index < slots.size() && left > 0; ++index) {
            // The next engine takes over lanes that carry quotes as open; whoever was told that
            // they are closed would refuse them to it.
            const bool is_handed_on =
                reason == SlotChangeReason::clean_stop && slots.is_issued(index);
            if (is_handed_on || !slots.close(index)) continue;
            --left;
            auto& list = slots.state(index) == SlotState::closing ? unused.slots : changes.closed;
            append(list, slots.facts().batch, index, reason, std::nullopt);
        }
    }
    if (unused.slots.empty()) return std::nullopt;
    unused.request = next_request();
    closing_.push_back(Closing{unused.request, unused.slots});
    return unused;
}

SlotBatch* Commitments::find_batch(std::string_view name) {
    for (const auto& batch : batches_) {
        if (batch->facts().batch == name) return batch.get();
    }
    return nullptr;
}

std::optional<Commitments::Found> Commitments::find(const SlotId& slot) {
    const auto name = parse_slot_id(slot);
    if (!name) return std::nullopt;
    auto* batch = find_batch(name->batch);
    if (batch == nullptr || name->index >= batch->size()) return std::nullopt;
    if (batch->state(name->index) == SlotState::dead) return std::nullopt;
    return Found{*batch, name->index};
}

void Commitments::drop_dead_batches() {
    for (auto& pool : pools_) {
        std::erase_if(pool.batches, [](const Pool::Entry& entry) {
            return entry.batch->standing_count() == 0;
        });
    }
    std::erase_if(batches_, [](const auto& batch) { return batch->standing_count() == 0; });
}

}  // namespace unrip::strategy
