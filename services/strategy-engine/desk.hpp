#pragma once

#include "bus/tracked_publisher.hpp"
#include "messages/liquidity_action.hpp"
#include "messages/swap_demand.hpp"
#include "observe.hpp"
#include "promises.hpp"
#include "slot_notes.hpp"
#include "strategy/engine.hpp"
#include "wire/saying.hpp"

#include <deque>
#include <functional>

namespace unrip::presence {
class Announcer;
}  // namespace unrip::presence

namespace unrip::strategy_engine {

/// Where the engine sits: it is told what is heard, and what it decides is carried out. Nothing
/// here waits for anything.
class Desk {
  public:
    struct Outlets {
        bus::TrackedPublisher& commands;  ///< Apart: a flood of records must not delay one.
        bus::TrackedPublisher& records;
        presence::Announcer& announcer;
    };

    /// Borrows all of them.
    Desk(
        const Clock& clock,
        strategy::Engine& engine,
        wire::Speaker speaker,
        Outlets outlets,
        SlotNotes& notes,
        Observe& observe
    );

    /// Both are made after the desk, since they call it.
    void serve(Promises& promises) { promises_ = &promises; }
    /// Asked before each decision; false ends the term.
    void ask_before_deciding(std::function<bool()> still_active) {
        still_active_ = std::move(still_active);
    }

    /// The trade's path.
    void demanded(const messages::Envelope<messages::SwapDemand>& demand);

    /// Everything else. What the engine answers may lead to more being told; that comes after.
    void tell(strategy::Event event);

    /// A withdrawal's step. One that asks once more hears once more.
    void moved(const messages::Envelope<messages::LiquidityAction>& said);

    const strategy::Engine& engine() const { return engine_; }

  private:
    void answer(const wire::Question& question, const strategy::ApprovedQuote& approved);
    void answer(const wire::Question& question, const strategy::Declined& declined);
    void carry_out(const strategy::Decision& decision);
    void say_changes(const strategy::SlotsChanged& changes);
    void close_unused(const strategy::CloseUnused& wish);
    void revoke(const strategy::RevokeSlots& wish);
    void alert(const strategy::Alert& alert);
    bool has_room(const std::string& action) const;
    bus::Revision revision() const { return promises_->revision(); }

    const Clock& clock_;
    strategy::Engine& engine_;
    wire::Speaker speaker_;
    Outlets outlets_;
    SlotNotes& notes_;
    Observe& observe_;
    Promises* promises_ = nullptr;
    std::function<bool()> still_active_;

    strategy::Decisions on_demand_;
    strategy::Decisions on_fact_;
    std::deque<strategy::Event> untold_;
    bool is_telling_ = false;
};

}  // namespace unrip::strategy_engine
