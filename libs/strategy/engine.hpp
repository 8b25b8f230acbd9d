#pragma once

#include "strategy/decisions.hpp"
#include "strategy/decline_sampling.hpp"
#include "strategy/events.hpp"
#include "strategy/slot_planner.hpp"
#include "strategy/world.hpp"

#include <memory>
#include <string>
#include <vector>

namespace unrip::strategy {

/// Who decides which slots are opened and closed.
enum class SlotsBy {
    own_plan,  ///< This engine: live.
    record,    ///< The engine that was recorded: its slots enter as events, in a replay.
};

/// The whole of the trading decision: events in, decisions out.
///
/// It reads no clock, no file and no socket. The live service, the replay and the tests drive the
/// same object, so the same events at the same times give the same decisions, byte for byte. It
/// starts disarmed, not active, and knowing nothing.
class Engine {
  public:
    /// The policy has passed `validate`. The hashes are given, and named in every decision.
    Engine(
        Policy policy,
        std::string policy_hash,
        std::string limits_hash,
        SlotsBy slots_by = SlotsBy::own_plan
    );

    /// Tells the engine one thing; what it answers is appended to `out`, which the caller empties
    /// and uses again. Each QuoteRequested is answered by exactly one ApprovedQuote or Declined.
    void on(const Event& event, Instant now, Decisions& out);

    /// The trade's path: the answer takes its names out of the demand, so that in steady state
    /// nothing on it asks for memory.
    void on(QuoteRequested demand, Instant now, Decisions& out);

    const World& world() const { return world_; }
    const Commitments& commitments() const { return world_.commitments; }

    /// Declines so far, recorded or not. Requests of no pair are counted under no pair.
    std::uint64_t declines(std::optional<std::size_t> pair, DeclineReason reason) const;

    /// The next decision has this number: a replay leaves out declines that were not recorded.
    void resume_at(std::uint64_t engine_seq) { seq_ = engine_seq - 1; }

    /// Decisions on demands in this term.
    std::uint64_t seq() const { return seq_; }

    /// Where the books contradict themselves, or more is promised than held and nobody was told.
    /// Empty: all is well. For tests, and for the service's beat.
    std::vector<std::string> audit() const;

  private:
    void apply(const QuoteRequested& demand, Instant now, Decisions& out) { on(demand, now, out); }
    void apply(const PriceHeard& price, Instant now, Decisions& out);
    void apply(const InventoryCounted& count, Instant now, Decisions& out);
    void apply(const VenueObserved& venue, Instant now, Decisions& out);
    void apply(const SlotsRestored& record, Instant now, Decisions& out);
    void apply(const BatchOpened& batch, Instant now, Decisions& out);
    void apply(const BatchRefused& batch, Instant now, Decisions& out);
    void apply(const ClosingWritten& closing, Instant now, Decisions& out);
    void apply(const SlotsRecorded& record, Instant now, Decisions& out);
    void apply(const OpeningHeld& held, Instant now, Decisions& out);
    void apply(const NonceUsed& nonce, Instant now, Decisions& out);
    void apply(const QuoteFollowed& quote, Instant now, Decisions& out);
    void apply(const WithdrawalReserving& withdrawal, Instant now, Decisions& out);
    void apply(const WithdrawalEnded& withdrawal, Instant now, Decisions& out);
    void apply(const LimitsChanged& change, Instant now, Decisions& out);
    void apply(const ArmingChanged& change, Instant now, Decisions& out);
    void apply(const LeaseChanged& change, Instant now, Decisions& out);
    void apply(const JournalObserved& journal, Instant now, Decisions& out);
    void apply(const ClockBeat& beat, Instant now, Decisions& out);
    void apply(const Stopping& stopping, Instant now, Decisions& out);

    Stamp stamp(Instant now);
    /// What the next decisions are based on, to be changed: those made already keep theirs.
    Provenance& next_basis();
    /// The next decisions name this message as applied.
    void applied(MessageId Provenance::*stream, const MessageId& id);
    void take_or_forget(const Result<void>& told, Decisions& out);
    void plan(Instant now, Decisions& out);
    void watch_promises(Decisions& out);
    void settle_down(Instant now, Decisions& out);

    World world_;
    SlotPlanner planner_;
    DeclineSampling sampling_;
    std::shared_ptr<Provenance> basis_ = std::make_shared<Provenance>();  // Shared with decisions.
    std::uint64_t seq_ = 0;
    SlotsBy slots_by_;
    bool is_clock_alerted_ = false;
};

}  // namespace unrip::strategy
