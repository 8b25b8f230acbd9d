#pragma once

#include "strategy/index_ring.hpp"
#include "strategy/slot_facts.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace unrip::strategy {

/// One slot's life. Only `dead` frees anything.
enum class SlotState : std::uint8_t {
    open,     ///< May take a quote.
    closing,  ///< Never used; its end is being written. Still commits its caps.
    closed,   ///< Nothing more is signed on it. Still commits its caps.
    dead,     ///< Commits nothing.
};

/// The slots that one write opened: same caps, same nonce deadline, same salt.
class SlotBatch {
  public:
    /// Opened by this engine, which therefore knows every quote issued on it.
    static SlotBatch own(SlotBatchFacts facts);

    /// Found in the record of an engine before this one. What that one issued is unknown: each
    /// standing slot may carry a quote. Lanes are quoted on further, since quotes of one lane
    /// exclude each other; slots of `reserve` are not.
    static SlotBatch inherited(SlotBatchFacts facts);

    const SlotBatchFacts& facts() const { return *facts_; }
    const std::shared_ptr<const SlotBatchFacts>& shared_facts() const { return facts_; }
    std::optional<Amount> cap(const AssetId& asset) const;
    std::uint32_t open_count() const { return open_count_; }
    std::uint32_t standing_count() const { return standing_count_; }
    std::uint32_t size() const { return static_cast<std::uint32_t>(slots_.size()); }
    SlotState state(std::uint32_t index) const { return slots_[index].state; }
    /// The relay said that a quote on it was taken, or its nonce was seen used.
    bool is_settling(std::uint32_t index) const;
    /// Whether anything may have been signed on it.
    bool is_issued(std::uint32_t index) const { return slots_[index].is_issued; }

    /// Takes a slot for a quote that ends at `deadline`, if one is open for it now.
    std::optional<std::uint32_t> take(Instant deadline, Instant now);

    /// Nothing more is signed on it. True if that is news. A slot that was never used goes on to
    /// `closing` instead, and the caller has its end written.
    bool close(std::uint32_t index);

    /// The end of a never-used slot is written.
    bool bury_unused(std::uint32_t index);

    void mark_matched(std::uint32_t index) { slots_[index].is_matched = true; }
    void mark_used(std::uint32_t index, std::uint64_t height);

    /// Why the slot is dead by a count at `height`, which is not earlier than the block that proves
    /// it. Without a block time only a used nonce counts.
    std::optional<SlotChangeReason> death(
        std::uint32_t index, std::uint64_t height, std::optional<Instant> block_time
    ) const;
    void bury(std::uint32_t index);

    /// What the record says of it: slots that are neither dead nor on their way to be written off.
    SlotBatchFacts record() const;

  private:
    struct Slot {
        SlotState state = SlotState::dead;
        bool is_issued = false;
        bool is_matched = false;
        Instant last_deadline;                 ///< Of the quotes that this engine issued on it.
        std::optional<std::uint64_t> used_at;  ///< Lowest final height at which it was seen used.
        std::vector<Instant> open_deadlines;   ///< Lanes: a heap, the earliest first.
    };
    struct Resting {
        Instant until;
        std::uint32_t index = 0;
    };

    SlotBatch(SlotBatchFacts facts, bool is_inherited);
    void leave_open(std::uint32_t index, SlotState state);
    void take_on_lane(std::uint32_t index, Instant deadline, Instant now);
    void wake(Instant now);

    std::shared_ptr<const SlotBatchFacts> facts_;  // Grants hold on to them.
    bool is_inherited_ = false;
    std::vector<Slot> slots_;
    IndexRing ready_;  // Slots with room for a quote; closed ones are skipped when met.
    std::vector<Resting> resting_;  // Full lanes: a heap, the one with room first.
    std::uint32_t open_count_ = 0;
    std::uint32_t standing_count_ = 0;
};

}  // namespace unrip::strategy
