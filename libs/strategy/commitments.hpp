#pragma once

#include "strategy/asset_ledger.hpp"
#include "strategy/decisions.hpp"
#include "strategy/events.hpp"
#include "strategy/slot_batch.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace unrip::strategy {

/// All that one account has promised, over all its pairs.
///
/// The rule it keeps: the caps of all slots not known dead never exceed the last count, since each
/// slot's signature may be executed by anyone at any moment. A slot's funds are free only with a
/// count at a height that is not below the block which proves its death; so a fill that is not in
/// the count yet is never lent a second time.
class Commitments {
  public:
    /// What a quote wants of a slot.
    struct Wanted {
        std::size_t pool = 0;
        Amount amount;
        Instant deadline;
        Instant nonce_deadline_min;
    };

    /// The slots of a pair that give a token, by number: the trade's path looks nothing up by name.
    std::size_t pool_of(const std::string& pair, const AssetId& gives);

    // --- What it is told -----------------------------------------------------------------------

    /// Forgets all slots and stands on the record of an engine before this one. A record that
    /// contradicts itself is refused, and then nothing is known.
    Result<void> restore(const SlotsRestored& record);
    /// Nothing is known about slots any more: another engine may be changing them.
    void forget();

    /// A batch was asked for: from now on it commits, whether it comes or not.
    void expect(const OpenBatch& request);
    /// It came. Refused where it is not what was asked for. One that this engine did not ask for is
    /// taken as inherited: more is committed, never less.
    Result<void> opened(const BatchOpened& event);
    void refused(std::uint64_t request);

    /// In a replay: it came to the engine that was recorded, whose quotes on it are all seen again.
    Result<void> opened_on_record(const BatchOpened& event);
    /// In a replay: that engine closed these slots. What is closed already stays so.
    void close_on_record(const SlotChange& change);

    /// The ends of never-used slots are written.
    void closing_written(std::uint64_t request, SlotsChanged& changes);
    void used(const SlotId& slot, std::uint64_t height, SlotsChanged& changes);
    void matched(const SlotId& slot, SlotsChanged& changes);
    /// The executor signs nothing more on it. What it signed before may still be executed.
    void slot_refused(const SlotId& slot, SlotsChanged& changes);

    /// False for a count that is older than one applied before: nothing of it is used. Without
    /// trust in its time, only used nonces free anything.
    bool counted(const InventoryCounted& count, bool is_time_trusted, SlotsChanged& changes);

    // --- What it does --------------------------------------------------------------------------

    std::optional<SlotGrant> take(const Wanted& wanted, Instant now);

    /// How many of a batch's open slots to close, at most `open_count()`.
    using HowMany = std::function<std::uint32_t(const SlotBatch&)>;
    /// Closes open slots, of the newest batch first. The ends of never-used ones have to be
    /// written: they come back as a request.
    std::optional<CloseUnused> close(
        const HowMany& how_many, SlotChangeReason reason, SlotsChanged& changes
    );

    /// Names the next thing asked for.
    std::uint64_t next_request() { return ++last_request_; }

    // --- What it is asked ----------------------------------------------------------------------

    bool is_known() const { return is_known_; }
    AssetLedger& ledger() { return ledger_; }
    const AssetLedger& ledger() const { return ledger_; }
    std::uint64_t count_height() const { return height_; }

    /// Slots that may take quotes, and those asked for, of one side.
    std::uint64_t ready_or_coming(std::size_t pool) const;
    /// Slots that commit, and those asked for.
    std::uint64_t standing() const;
    /// Caps of slots that were closed early and are on their way out.
    Amount leaving(const AssetId& asset) const;
    /// Caps of slots that are being settled: a count may show the fill before we hear of it.
    Amount settling(const AssetId& asset) const;
    /// Slots that give this token and may carry a promise.
    std::vector<SlotId> issued_on(const AssetId& asset) const;
    /// Slots that give this token and may take quotes.
    std::vector<SlotId> open_on(const AssetId& asset) const;
    /// The pair of a batch with a standing slot; empty where there is none.
    std::string pair_of(std::string_view batch) const;
    /// Ends the longest-lived promise.
    std::optional<Instant> last_nonce_deadline() const;

    /// What COMMITMENTS is to hold: every batch with a slot not known dead. It goes together with
    /// `count_height()` and `withheld()`; a batch that is written but not told yet is added to it.
    std::vector<SlotBatchFacts> record() const;
    std::vector<Withheld> withheld() const;

    /// Works everything out again from the slots and says where the books contradict it, or where
    /// more is promised than held without that being known. Empty: all is well.
    std::vector<std::string> audit() const;

  private:
    struct Pool {
        struct Entry {
            SlotBatch* batch = nullptr;
            Amount cap;
        };
        std::string pair;
        AssetId gives;
        std::vector<Entry> batches;  // Oldest first.
    };
    struct Closing {
        std::uint64_t request = 0;
        std::vector<SlotChange> slots;
    };
    struct Found {
        SlotBatch& batch;
        std::uint32_t index;
    };

    std::optional<Found> find(const SlotId& slot);
    SlotBatch* find_batch(std::string_view name);
    void adopt(SlotBatch batch);
    void commit(const std::vector<AssetAmount>& caps, std::uint64_t slots);
    void release(const std::vector<AssetAmount>& caps, std::uint64_t slots);
    void bury_dead(SlotBatch& batch, std::optional<Instant> block_time, SlotsChanged& changes);
    bool is_counted_now(const SlotBatch& batch) const;
    void drop_dead_batches();

    AssetLedger ledger_;
    std::vector<std::unique_ptr<SlotBatch>> batches_;  // Oldest first; a few.
    std::vector<Pool> pools_;
    std::vector<OpenBatch> pending_;
    std::vector<Closing> closing_;
    std::uint64_t height_ = 0;
    std::uint64_t last_request_ = 0;
    bool is_known_ = false;
};

}  // namespace unrip::strategy
