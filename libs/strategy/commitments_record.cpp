#include "core/check.hpp"
#include "strategy/commitments.hpp"

#include <algorithm>

// How batches come into the books: from the record of an engine before this one, or as asked for.

namespace unrip::strategy {
namespace {

/// A record is ours, but it comes from outside: what would break an invariant is refused here.
Result<std::uint64_t> slots_in(const SlotBatchFacts& facts) {
    std::uint64_t slots = 0;
    std::uint64_t end = 0;
    for (const auto& range : facts.standing) {
        const std::uint64_t past = std::uint64_t{range.first} + range.count;
        if (range.first < end || past > facts.nonces.size()) {
            return fail(Error::Kind::malformed, facts.batch + ": its standing slots make no sense");
        }
        end = past;
        slots += range.count;
    }
    if (facts.lane_open_quotes_max == 0) {
        return fail(Error::Kind::malformed, facts.batch + ": a lane without room for a quote");
    }
    return slots;
}

Result<Amount> total(Amount cap, std::uint64_t slots) {
    return mul_div(cap, slots, 1, Rounding::up);
}

}  // namespace

Result<void> Commitments::restore(const SlotsRestored& record) {
    forget();
    for (const auto& facts : record.batches) {
        const auto slots = slots_in(facts);
        if (!slots) return slots.failure();
        for (const auto& cap : facts.caps) {
            const auto committed = total(cap.amount, *slots);
            if (!committed) return committed.failure();
            const auto sum = add(ledger_.at(ledger_.line_of(cap.asset)).committed, *committed);
            if (!sum) return sum.failure();
        }
        if (find_batch(facts.batch) != nullptr) {
            return fail(Error::Kind::malformed, facts.batch + " stands twice in the record");
        }
        commit(facts.caps, *slots);
        adopt(SlotBatch::inherited(facts));
    }
    for (const auto& withheld : record.withheld) {
        ledger_.withhold(withheld.action, AssetAmount{withheld.asset, withheld.amount});
    }
    height_ = std::max(height_, record.count_height);
    is_known_ = true;
    return {};
}

void Commitments::forget() {
    for (auto& pool : pools_)
        pool.batches.clear();
    batches_.clear();
    pending_.clear();
    closing_.clear();
    ledger_.forget_commitments();
    is_known_ = false;
}

void Commitments::expect(const OpenBatch& request) {
    commit(request.caps, request.size);
    pending_.push_back(request);
}

Result<void> Commitments::opened(const BatchOpened& event) {
    const auto& facts = event.facts;
    if (find_batch(facts.batch) != nullptr) return {};  // Told twice.

    const auto slots = slots_in(facts);
    if (!slots) return slots.failure();
    const auto asked =
        std::find_if(pending_.begin(), pending_.end(), [&](const OpenBatch& pending) {
            return pending.request == event.request;
        });
    if (asked != pending_.end()) {
        const OpenBatch& request = *asked;
        const bool is_as_asked = facts.caps == request.caps && *slots == request.size &&
                                 facts.pair == request.pair && facts.mode == request.mode &&
                                 facts.nonce_deadline == request.nonce_deadline;
        if (!is_as_asked) {
            return fail(
                Error::Kind::malformed, facts.batch + " is not the batch that was asked for"
            );
        }
        pending_.erase(asked);  // What was committed for the request stands for the slots now.
        adopt(SlotBatch::own(facts));
        return {};
    }
    commit(facts.caps, *slots);
    adopt(SlotBatch::inherited(facts));
    return {};
}

Result<void> Commitments::opened_on_record(const BatchOpened& event) {
    const auto& facts = event.facts;
    if (find_batch(facts.batch) != nullptr) return {};  // Told twice.
    const auto slots = slots_in(facts);
    if (!slots) return slots.failure();
    commit(facts.caps, *slots);
    adopt(SlotBatch::own(facts));
    return {};
}

void Commitments::close_on_record(const SlotChange& change) {
    auto* batch = find_batch(change.batch);
    if (batch == nullptr) return;
    const auto end = std::min(change.slots.first + change.slots.count, batch->size());
    for (auto index = change.slots.first; index < end; ++index) {
        batch->close(index);
        // That its end was written is not told apart: whoever was recorded had it free then.
        if (batch->bury_unused(index)) release(batch->facts().caps, 1);
    }
    drop_dead_batches();
}

void Commitments::adopt(SlotBatch batch) {
    batches_.push_back(std::make_unique<SlotBatch>(std::move(batch)));
    auto* adopted = batches_.back().get();
    for (const auto& cap : adopted->facts().caps) {
        auto& pool = pools_[pool_of(adopted->facts().pair, cap.asset)];
        pool.batches.push_back(Pool::Entry{adopted, cap.amount});
    }
}

std::size_t Commitments::pool_of(const std::string& pair, const AssetId& gives) {
    const auto known = std::find_if(pools_.begin(), pools_.end(), [&](const Pool& pool) {
        return pool.pair == pair && pool.gives == gives;
    });
    if (known != pools_.end()) return static_cast<std::size_t>(known - pools_.begin());
    auto& pool = pools_.emplace_back();
    pool.pair = pair;
    pool.gives = gives;
    return pools_.size() - 1;
}

void Commitments::refused(std::uint64_t request) {
    const auto asked =
        std::find_if(pending_.begin(), pending_.end(), [&](const OpenBatch& pending) {
            return pending.request == request;
        });
    if (asked == pending_.end()) return;
    release(asked->caps, asked->size);
    pending_.erase(asked);
}

void Commitments::commit(const std::vector<AssetAmount>& caps, std::uint64_t slots) {
    for (const auto& cap : caps) {
        const auto amount = total(cap.amount, slots);
        check(amount.has_value(), "a batch beyond 128 bits");
        ledger_.commit(ledger_.line_of(cap.asset), *amount);
    }
}

void Commitments::release(const std::vector<AssetAmount>& caps, std::uint64_t slots) {
    for (const auto& cap : caps) {
        const auto amount = total(cap.amount, slots);
        check(amount.has_value(), "a batch beyond 128 bits");
        ledger_.release(ledger_.line_of(cap.asset), *amount);
    }
}

}  // namespace unrip::strategy
