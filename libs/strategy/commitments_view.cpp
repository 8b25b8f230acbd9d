#include "strategy/commitments.hpp"

#include <algorithm>
#include <map>

// What Commitments is asked, none of it on the trade's path, and the audit.

namespace unrip::strategy {
namespace {

/// Caps of an asset over the slots of all batches that match.
template <class Batches, class Which>
Amount caps_where(const Batches& batches, const AssetId& asset, const Which& which) {
    Amount sum;
    for (const auto& batch : batches) {
        const auto cap = batch->cap(asset);
        if (!cap) continue;
        for (std::uint32_t index = 0; index < batch->size(); ++index) {
            if (which(*batch, index)) sum = saturating_add(sum, *cap);
        }
    }
    return sum;
}

/// Names of the slots that give an asset, of all batches, that match.
template <class Batches, class Which>
std::vector<SlotId> slots_where(const Batches& batches, const AssetId& asset, const Which& which) {
    std::vector<SlotId> slots;
    for (const auto& batch : batches) {
        if (!batch->cap(asset)) continue;
        for (std::uint32_t index = 0; index < batch->size(); ++index) {
            if (which(*batch, index)) slots.push_back(slot_id(batch->facts().batch, index));
        }
    }
    return slots;
}

}  // namespace

std::uint64_t Commitments::ready_or_coming(std::size_t pool) const {
    const Pool& wanted = pools_[pool];
    std::uint64_t slots = 0;
    for (const auto& entry : wanted.batches)
        slots += entry.batch->open_count();
    for (const auto& pending : pending_) {
        const bool serves =
            pending.pair == wanted.pair &&
            std::any_of(pending.caps.begin(), pending.caps.end(), [&](const AssetAmount& cap) {
                return cap.asset == wanted.gives;
            });
        if (serves) slots += pending.size;
    }
    return slots;
}

std::uint64_t Commitments::standing() const {
    std::uint64_t slots = 0;
    for (const auto& batch : batches_)
        slots += batch->standing_count();
    for (const auto& pending : pending_)
        slots += pending.size;
    return slots;
}

Amount Commitments::leaving(const AssetId& asset) const {
    return caps_where(batches_, asset, [](const SlotBatch& batch, std::uint32_t index) {
        const bool is_closed_lane =
            batch.facts().mode == SlotMode::lanes && batch.state(index) == SlotState::closed;
        return is_closed_lane || batch.state(index) == SlotState::closing;
    });
}

Amount Commitments::settling(const AssetId& asset) const {
    return caps_where(batches_, asset, [](const SlotBatch& batch, std::uint32_t index) {
        return batch.is_settling(index);
    });
}

std::vector<SlotId> Commitments::issued_on(const AssetId& asset) const {
    return slots_where(batches_, asset, [](const SlotBatch& batch, std::uint32_t index) {
        return batch.state(index) != SlotState::dead && batch.is_issued(index);
    });
}

std::vector<SlotId> Commitments::open_on(const AssetId& asset) const {
    return slots_where(batches_, asset, [](const SlotBatch& batch, std::uint32_t index) {
        return batch.state(index) == SlotState::open;
    });
}

std::string Commitments::pair_of(std::string_view batch) const {
    for (const auto& known : batches_) {
        if (known->facts().batch == batch) return known->facts().pair;
    }
    return {};
}

std::optional<Instant> Commitments::last_nonce_deadline() const {
    std::optional<Instant> last;
    const auto later = [&](Instant deadline) {
        if (!last || deadline > *last) last = deadline;
    };
    for (const auto& batch : batches_)
        later(batch->facts().nonce_deadline);
    for (const auto& pending : pending_)
        later(pending.nonce_deadline);
    return last;
}

std::vector<SlotBatchFacts> Commitments::record() const {
    std::vector<SlotBatchFacts> record;
    for (const auto& batch : batches_) {
        auto facts = batch->record();
        if (!facts.standing.empty()) record.push_back(std::move(facts));
    }
    return record;
}

std::vector<Withheld> Commitments::withheld() const {
    std::vector<Withheld> all;
    for (const auto& withdrawal : ledger_.withdrawals()) {
        all.push_back(Withheld{
            withdrawal.action, ledger_.at(withdrawal.line).asset, withdrawal.amount});
    }
    return all;
}

std::vector<std::string> Commitments::audit() const {
    std::map<AssetId, Amount> promised;
    const auto promise = [&](const std::vector<AssetAmount>& caps) {
        for (const auto& cap : caps) {
            auto& sum = promised[cap.asset];
            sum = saturating_add(sum, cap.amount);
        }
    };
    for (const auto& batch : batches_) {
        for (std::uint32_t index = 0; index < batch->size(); ++index) {
            if (batch->state(index) != SlotState::dead) promise(batch->facts().caps);
        }
    }
    for (const auto& pending : pending_) {
        for (std::uint32_t index = 0; index < pending.size; ++index) {
            promise(pending.caps);
        }
    }

    std::vector<std::string> broken;
    for (const auto& line : ledger_.lines()) {
        const auto sum = promised[line.asset];
        if (sum != line.committed) {
            broken.push_back(
                line.asset.text() + ": the slots commit " + sum.to_string() + ", the books say " +
                line.committed.to_string()
            );
        }
    }
    return broken;
}

}  // namespace unrip::strategy
