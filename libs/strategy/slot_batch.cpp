#include "strategy/slot_batch.hpp"

#include "core/check.hpp"

#include <algorithm>
#include <functional>

namespace unrip::strategy {
namespace {

constexpr auto kLaterRoom = [](const auto& left, const auto& right) {
    return left.until > right.until;
};

}  // namespace

SlotBatch SlotBatch::own(SlotBatchFacts facts) {
    return SlotBatch{std::move(facts), false};
}

SlotBatch SlotBatch::inherited(SlotBatchFacts facts) {
    return SlotBatch{std::move(facts), true};
}

SlotBatch::SlotBatch(SlotBatchFacts facts, bool is_inherited)
    : facts_{std::make_shared<const SlotBatchFacts>(std::move(facts))},
      is_inherited_{is_inherited},
      slots_(facts_->nonces.size()),
      ready_{facts_->nonces.size()} {
    const bool may_quote = !is_inherited || facts_->mode == SlotMode::lanes;
    for (const auto& range : facts_->standing) {
        check(
            range.first <= slots_.size() && range.count <= slots_.size() - range.first,
            "a batch with slots beyond its size"
        );
        for (std::uint32_t index = range.first; index < range.first + range.count; ++index) {
            Slot& slot = slots_[index];
            check(slot.state == SlotState::dead, "a slot that stands twice in its batch");
            slot.state = may_quote ? SlotState::open : SlotState::closed;
            slot.is_issued = is_inherited;
            ++standing_count_;
            if (!may_quote) continue;
            ready_.push(index);
            ++open_count_;
        }
    }
}

std::optional<Amount> SlotBatch::cap(const AssetId& asset) const {
    for (const auto& entry : facts_->caps) {
        if (entry.asset == asset) return entry.amount;
    }
    return std::nullopt;
}

bool SlotBatch::is_settling(std::uint32_t index) const {
    const Slot& slot = slots_[index];
    return slot.state != SlotState::dead && (slot.is_matched || slot.used_at);
}

std::optional<std::uint32_t> SlotBatch::take(Instant deadline, Instant now) {
    wake(now);
    while (!ready_.is_empty()) {
        const auto index = ready_.front();
        ready_.pop();
        Slot& slot = slots_[index];
        if (slot.state != SlotState::open) continue;

        slot.last_deadline = slot.is_issued ? std::max(slot.last_deadline, deadline) : deadline;
        slot.is_issued = true;
        if (facts_->mode == SlotMode::reserve) {
            leave_open(index, SlotState::closed);
        } else {
            take_on_lane(index, deadline, now);
        }
        return index;
    }
    return std::nullopt;
}

void SlotBatch::take_on_lane(std::uint32_t index, Instant deadline, Instant now) {
    auto& open = slots_[index].open_deadlines;
    while (!open.empty() && open.front() < now) {
        std::pop_heap(open.begin(), open.end(), std::greater<>{});
        open.pop_back();
    }
    open.push_back(deadline);
    std::push_heap(open.begin(), open.end(), std::greater<>{});

    if (open.size() < facts_->lane_open_quotes_max) {
        ready_.push(index);
    } else {
        resting_.push_back(Resting{open.front(), index});
        std::push_heap(resting_.begin(), resting_.end(), kLaterRoom);
    }
}

/// Lanes whose earliest quote has ended have room again.
void SlotBatch::wake(Instant now) {
    while (!resting_.empty() && resting_.front().until < now) {
        ready_.push(resting_.front().index);
        std::pop_heap(resting_.begin(), resting_.end(), kLaterRoom);
        resting_.pop_back();
    }
}

bool SlotBatch::close(std::uint32_t index) {
    Slot& slot = slots_[index];
    if (slot.state != SlotState::open) return false;
    leave_open(index, slot.is_issued ? SlotState::closed : SlotState::closing);
    return true;
}

void SlotBatch::leave_open(std::uint32_t index, SlotState state) {
    slots_[index].state = state;
    --open_count_;
}

bool SlotBatch::bury_unused(std::uint32_t index) {
    if (slots_[index].state != SlotState::closing) return false;
    bury(index);
    return true;
}

void SlotBatch::mark_used(std::uint32_t index, std::uint64_t height) {
    auto& used_at = slots_[index].used_at;
    used_at = std::min(used_at.value_or(height), height);
}

std::optional<SlotChangeReason> SlotBatch::death(
    std::uint32_t index, std::uint64_t height, std::optional<Instant> block_time
) const {
    const Slot& slot = slots_[index];
    if (slot.state == SlotState::dead) return std::nullopt;
    if (slot.used_at && *slot.used_at <= height) return SlotChangeReason::nonce_used;
    if (!block_time) return std::nullopt;
    if (facts_->nonce_deadline < *block_time) return SlotChangeReason::nonce_deadline_passed;

    // Only the engine that issued every quote on the slot knows which was the last.
    const bool knows_all = !is_inherited_ && slot.is_issued && slot.state == SlotState::closed;
    if (knows_all && slot.last_deadline < *block_time) {
        return SlotChangeReason::quote_deadlines_passed;
    }
    return std::nullopt;
}

void SlotBatch::bury(std::uint32_t index) {
    Slot& slot = slots_[index];
    check(slot.state != SlotState::dead, "a slot dies once");
    if (slot.state == SlotState::open) --open_count_;
    slot.state = SlotState::dead;
    slot.open_deadlines = {};
    --standing_count_;
}

SlotBatchFacts SlotBatch::record() const {
    SlotBatchFacts facts = *facts_;
    facts.standing.clear();
    for (std::uint32_t index = 0; index < size(); ++index) {
        const auto state = slots_[index].state;
        if (state == SlotState::dead || state == SlotState::closing) continue;
        auto& ranges = facts.standing;
        if (!ranges.empty() && ranges.back().first + ranges.back().count == index) {
            ++ranges.back().count;
        } else {
            ranges.push_back(SlotRange{index, 1});
        }
    }
    return facts;
}

}  // namespace unrip::strategy
