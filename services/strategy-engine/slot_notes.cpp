#include "slot_notes.hpp"

#include "bus/typed.hpp"
#include "runtime/fault_point.hpp"

#include <utility>

namespace unrip::strategy_engine {

SlotNotes::SlotNotes(
    const Clock& clock,
    const strategy::Engine& engine,
    bus::TrackedPublisher& publisher,
    wire::Speaker speaker
)
    : clock_{clock}, engine_{engine}, publisher_{publisher}, speaker_{std::move(speaker)} {}

MessageId SlotNotes::next_id() const {
    return MessageId{
        "slt-" + std::to_string(engine_.world().epoch) + "-" + std::to_string(said_ + 1)};
}

messages::Envelope<messages::Slots> SlotNotes::say(
    messages::Slots body, bus::Revision revision, const MessageId& cause
) {
    messages::Envelope<messages::Slots> note;
    note.id = next_id();
    ++said_;
    note.cause = cause;
    note.source = speaker_.source;
    if (!body.is_record && body.opened.size() == 1) note.pair = body.opened.front().pair;
    note.sent_at_ms = to_unix_ms(clock_.now());
    note.body = std::move(body);
    note.body.account_id = speaker_.account_id;
    note.body.epoch = engine_.world().epoch;
    note.body.revision = revision;
    const auto& commitments = engine_.commitments();
    for (const auto& line : commitments.ledger().lines()) {
        note.body.committed.push_back({line.asset, line.committed});
    }
    note.body.count_height = commitments.count_height();
    if (!bus::publish(publisher_, note)) ++not_taken_;
    runtime::fault_point("strategy.slots_said");
    return note;
}

}  // namespace unrip::strategy_engine
