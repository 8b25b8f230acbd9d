#include "slot_book.hpp"

#include "near/bytes.hpp"
#include "strategy/slot_facts.hpp"

#include <algorithm>

namespace unrip::trade_executor {
namespace {

constexpr std::uint32_t kBatchSizeMax = 1'000'000;

template <class Slots>
void for_range(Slots& slots, std::uint32_t first, std::uint32_t count, auto&& change) {
    const auto end = std::min<std::uint64_t>(std::uint64_t{first} + count, slots.size());
    for (std::uint64_t index = first; index < end; ++index)
        change(slots[index]);
}

}  // namespace

Amount Slot::cap_of(const AssetId& asset) const {
    const auto cap = std::find_if(caps.begin(), caps.end(), [&](const messages::AssetAmount& line) {
        return line.asset == asset;
    });
    return cap == caps.end() ? Amount{} : cap->amount;
}

void SlotBook::apply(const messages::Slots& slots) {
    if (slots.account_id != account_id_) return;
    epoch_ = std::max(epoch_, slots.epoch);
    if (slots.is_record && slots.revision > record_revision_) {
        record_revision_ = slots.revision;
        bury_all_but(slots);
    }
    for (const auto& batch : slots.opened)
        open(batch, slots.revision);
    for (const auto& change : slots.closed) {
        const auto batch = batches_.find(change.batch);
        if (batch == batches_.end()) continue;
        for_range(batch->second.slots, change.first, change.count, [](State& slot) {
            slot.is_closed = true;
        });
    }
    for (const auto& change : slots.dead) {
        const auto batch = batches_.find(change.batch);
        if (batch == batches_.end()) continue;
        const bool is_used = change.reason == messages::SlotChangeReason::nonce_used;
        for_range(batch->second.slots, change.first, change.count, [is_used](State& slot) {
            slot.is_dead = true;
            slot.is_used = slot.is_used || is_used;
        });
    }
    for (const auto& id : slots.revoke)
        want_burnt(id);
}

void SlotBook::want_burnt(const SlotId& id) {
    auto* slot = state_of(id);
    if (slot == nullptr) return;
    slot->is_closed = true;
    slot->is_to_burn = true;
}

/// A batch that the record of a later write no longer holds is gone, and stays so. So does one that
/// was forgotten: opened anew it would have lost what was signed on it.
void SlotBook::open(const messages::SlotBatch& facts, std::uint64_t revision) {
    if (batches_.contains(facts.batch) || revision < record_revision_) return;
    if (Instant{Nanoseconds{facts.nonce_deadline_ns}} < forgotten_before_) return;
    const auto salt = near::parse_salt(facts.salt);
    const auto seed = near::parse_hex(facts.seed);
    Batch batch;
    const bool is_readable =
        salt && seed && seed->size() == batch.seed.size() && facts.size <= kBatchSizeMax;
    if (!is_readable) return;
    batch.facts = facts;
    batch.salt = *salt;
    std::copy(seed->begin(), seed->end(), batch.seed.begin());
    batch.nonce_deadline = Instant{Nanoseconds{facts.nonce_deadline_ns}};
    batch.opened_at_revision = revision;
    batch.slots.resize(facts.size);
    for (auto& slot : batch.slots)
        slot.is_dead = true;
    for (const auto& range : facts.standing) {
        for_range(batch.slots, range.first, range.count, [](State& slot) { slot.is_dead = false; });
    }
    batches_.emplace(facts.batch, std::move(batch));
}

void SlotBook::bury_all_but(const messages::Slots& record) {
    std::erase_if(batches_, [&](const auto& entry) {
        const auto& [name, batch] = entry;
        if (batch.opened_at_revision > record.revision) return false;
        return std::none_of(
            record.opened.begin(),
            record.opened.end(),
            [&](const messages::SlotBatch& standing) { return standing.batch == name; }
        );
    });
    for (const auto& standing : record.opened) {
        const auto known = batches_.find(standing.batch);
        if (known == batches_.end()) continue;
        auto& slots = known->second.slots;
        std::vector<bool> is_standing(slots.size());
        for (const auto& range : standing.standing) {
            const auto end = std::min<std::uint64_t>(
                std::uint64_t{range.first} + range.count, is_standing.size()
            );
            for (std::uint64_t index = range.first; index < end; ++index)
                is_standing[index] = true;
        }
        for (std::size_t index = 0; index < slots.size(); ++index) {
            if (!is_standing[index]) slots[index].is_dead = true;
        }
    }
}

SlotBook::State* SlotBook::state_of(const SlotId& id) {
    const auto name = strategy::parse_slot_id(id);
    if (!name) return nullptr;
    const auto batch = batches_.find(name->batch);
    if (batch == batches_.end() || name->index >= batch->second.slots.size()) return nullptr;
    return &batch->second.slots[name->index];
}

void SlotBook::sign(const SlotId& id, Instant deadline, Instant now) {
    auto* slot = state_of(id);
    if (slot == nullptr) return;
    slot->is_signed = true;
    std::erase_if(slot->deadlines, [now](Instant earlier) { return earlier < now; });
    if (deadline >= now) slot->deadlines.push_back(deadline);
}

void SlotBook::close(const SlotId& id) {
    if (auto* slot = state_of(id)) slot->is_closed = true;
}

void SlotBook::mark_used(const SlotId& id) {
    if (auto* slot = state_of(id)) slot->is_used = true;
}

std::optional<Slot> SlotBook::find(const SlotId& id, Instant now) const {
    const auto name = strategy::parse_slot_id(id);
    if (!name) return std::nullopt;
    const auto known = batches_.find(name->batch);
    if (known == batches_.end() || name->index >= known->second.slots.size()) return std::nullopt;
    const auto& batch = known->second;
    const auto& state = batch.slots[name->index];

    Slot slot;
    const bool is_open = !state.is_closed && !state.is_dead;
    slot.standing = is_open ? Slot::Standing::open : Slot::Standing::closed;
    slot.is_used = state.is_used;
    slot.nonce = near::encode(near::VersionedNonce{
        batch.salt, batch.nonce_deadline, near::derived_part(batch.seed, name->index)});
    slot.nonce_deadline = batch.nonce_deadline;
    slot.salt = batch.facts.salt;
    slot.mode = batch.facts.mode;
    slot.open_quotes_max = batch.facts.lane_open_quotes_max;
    slot.caps = batch.facts.caps;
    slot.open_quotes = static_cast<std::uint32_t>(std::count_if(
        state.deadlines.begin(),
        state.deadlines.end(),
        [now](Instant deadline) { return deadline >= now; }
    ));
    // In reserve a slot carries one quote in its life, whenever that ended.
    if (slot.mode == messages::SlotMode::reserve && state.is_signed) slot.open_quotes = 1;
    return slot;
}

template <class Matches>
std::vector<SlotId> SlotBook::burnable_if(Instant now, Matches matches) const {
    std::vector<SlotId> ids;
    for (const auto& [name, batch] : batches_) {
        if (batch.nonce_deadline <= now) continue;
        for (std::uint32_t index = 0; index < batch.slots.size(); ++index) {
            const auto& slot = batch.slots[index];
            const bool is_over = slot.is_dead || slot.is_used;
            if (!is_over && matches(slot)) ids.push_back(strategy::slot_id(name, index));
        }
    }
    return ids;
}

std::vector<SlotId> SlotBook::burnable(bool only_signed, Instant now) const {
    return burnable_if(now, [only_signed](const State& slot) {
        return slot.is_signed || !only_signed;
    });
}

std::vector<SlotId> SlotBook::lanes_in_use(Instant now) const {
    std::vector<SlotId> ids;
    for (const auto& [name, batch] : batches_) {
        const bool is_lanes = batch.facts.mode == messages::SlotMode::lanes;
        if (!is_lanes || batch.nonce_deadline <= now) continue;
        for (std::uint32_t index = 0; index < batch.slots.size(); ++index) {
            const auto& slot = batch.slots[index];
            const bool is_open = !slot.is_closed && !slot.is_dead && !slot.is_used;
            if (is_open && slot.is_signed) ids.push_back(strategy::slot_id(name, index));
        }
    }
    return ids;
}

std::vector<SlotId> SlotBook::to_burn(Instant now) const {
    return burnable_if(now, [](const State& slot) { return slot.is_to_burn; });
}

void SlotBook::burning(const SlotId& id) {
    if (auto* slot = state_of(id)) slot->is_to_burn = false;
}

void SlotBook::forget_before(Instant nonce_deadline) {
    forgotten_before_ = std::max(forgotten_before_, nonce_deadline);
    std::erase_if(batches_, [&](const auto& entry) {
        return entry.second.nonce_deadline < nonce_deadline;
    });
}

std::size_t SlotBook::open_slots(Instant now) const {
    std::size_t open = 0;
    for (const auto& [name, batch] : batches_) {
        if (batch.nonce_deadline <= now) continue;
        open += static_cast<std::size_t>(std::count_if(
            batch.slots.begin(),
            batch.slots.end(),
            [](const State& slot) { return !slot.is_closed && !slot.is_dead && !slot.is_used; }
        ));
    }
    return open;
}

}  // namespace unrip::trade_executor
