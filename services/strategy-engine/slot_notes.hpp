#pragma once

#include "bus/key_value.hpp"
#include "bus/tracked_publisher.hpp"
#include "messages/slots.hpp"
#include "strategy/engine.hpp"
#include "wire/saying.hpp"

#include <cstdint>
#include <string>

namespace unrip::strategy_engine {

/// Says on decision.slots what became of slots, numbered within the term.
class SlotNotes {
  public:
    /// Borrows all of them.
    SlotNotes(
        const Clock& clock,
        const strategy::Engine& engine,
        bus::TrackedPublisher& publisher,
        wire::Speaker speaker
    );

    void begin_term() { said_ = 0; }

    /// The id of the note that is said next, for the event that it is about.
    MessageId next_id() const;

    /// Fills in what every note has, the sums as they are now, and says it. Its id.
    messages::Envelope<messages::Slots> say(
        messages::Slots body, bus::Revision revision, const MessageId& cause = {}
    );

    std::uint64_t not_taken() const { return not_taken_; }

  private:
    const Clock& clock_;
    const strategy::Engine& engine_;
    bus::TrackedPublisher& publisher_;
    wire::Speaker speaker_;
    std::uint64_t said_ = 0;
    std::uint64_t not_taken_ = 0;
};

}  // namespace unrip::strategy_engine
