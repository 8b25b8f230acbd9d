#include "desk.hpp"

#include "bus/typed.hpp"
#include "presence/announcer.hpp"
#include "runtime/fault_point.hpp"
#include "wire/hearing.hpp"
#include "wire/slots.hpp"

#include <algorithm>
#include <utility>

namespace unrip::strategy_engine {

Desk::Desk(
    const Clock& clock,
    strategy::Engine& engine,
    wire::Speaker speaker,
    Outlets outlets,
    SlotNotes& notes,
    Observe& observe
)
    : clock_{clock},
      engine_{engine},
      speaker_{std::move(speaker)},
      outlets_{outlets},
      notes_{notes},
      observe_{observe} {}

void Desk::demanded(const messages::Envelope<messages::SwapDemand>& demand) {
    if (engine_.world().is_active) still_active_();
    const auto heard = clock_.now();
    const wire::Question question{demand, to_unix_ns(heard)};
    on_demand_.clear();
    engine_.on(wire::event_of(demand), heard, on_demand_);
    for (const auto& decision : on_demand_) {
        if (const auto* approved = std::get_if<strategy::ApprovedQuote>(&decision)) {
            answer(question, *approved);
        } else if (const auto* declined = std::get_if<strategy::Declined>(&decision)) {
            answer(question, *declined);
        } else {
            carry_out(decision);
        }
    }
}

/// The command goes first: the auction does not wait for the record of it.
void Desk::answer(const wire::Question& question, const strategy::ApprovedQuote& approved) {
    const auto& policy = engine_.world().policy;
    const auto command = wire::command_of(speaker_, policy, question, approved);
    const auto sent = bus::publish(outlets_.commands, command, approved.expires_at());
    runtime::fault_point("strategy.commanded");
    const auto decision = wire::decision_of(speaker_, policy, question, approved);
    const auto recorded = bus::publish(outlets_.records, decision);
    runtime::fault_point("strategy.decided");
    observe_.approved(decision.body, sent, recorded);
}

/// A replica that waits decides nothing that anyone could act on: it only counts.
void Desk::answer(const wire::Question& question, const strategy::Declined& declined) {
    observe_.declined(question.demand.body, declined, clock_.now());
    if (!declined.is_recorded || !engine_.world().is_active) return;
    const auto& policy = engine_.world().policy;
    const auto decision = wire::decision_of(speaker_, policy, question, declined);
    // Only the history hears it, and nothing was promised.
    observe_.recorded(decision.body, bus::publish_at_leisure(outlets_.records, decision));
}

void Desk::tell(strategy::Event event) {
    untold_.push_back(std::move(event));
    if (is_telling_) return;
    is_telling_ = true;
    while (!untold_.empty()) {
        const auto next = std::move(untold_.front());
        untold_.pop_front();
        on_fact_.clear();
        engine_.on(next, clock_.now(), on_fact_);
        for (const auto& decision : on_fact_)
            carry_out(decision);
    }
    is_telling_ = false;
}

bool Desk::has_room(const std::string& action) const {
    const auto& all = engine_.commitments().ledger().withdrawals();
    return std::any_of(all.begin(), all.end(), [&](const auto& withdrawal) {
        return withdrawal.action == action && withdrawal.has_room;
    });
}

void Desk::moved(const messages::Envelope<messages::LiquidityAction>& said) {
    const auto& action = said.body.action_id;
    const bool is_known = has_room(action);
    for (auto& event : wire::events_of(said)) {
        const bool is_end = std::holds_alternative<strategy::WithdrawalEnded>(event);
        tell(std::move(event));
        if (is_end) {
            promises_->forget_room(action);
            promises_->tidy();
        } else if (is_known) {
            promises_->repeat_room(action);
        }
    }
}

void Desk::carry_out(const strategy::Decision& decision) {
    if (const auto* open = std::get_if<strategy::OpenBatch>(&decision)) promises_->open(*open);
    if (const auto* close = std::get_if<strategy::CloseUnused>(&decision)) close_unused(*close);
    if (const auto* changes = std::get_if<strategy::SlotsChanged>(&decision)) say_changes(*changes);
    if (const auto* room = std::get_if<strategy::RoomMade>(&decision)) promises_->make_room(*room);
    if (const auto* slots = std::get_if<strategy::RevokeSlots>(&decision)) revoke(*slots);
    if (const auto* found = std::get_if<strategy::Alert>(&decision)) alert(*found);
}

void Desk::say_changes(const strategy::SlotsChanged& changes) {
    messages::Slots note;
    note.closed = wire::changes_of(changes.closed);
    note.dead = wire::changes_of(changes.dead);
    const auto said = notes_.say(std::move(note), revision());
    tell(strategy::SlotsRecorded{said.id, {}});
    if (!changes.dead.empty()) promises_->tidy();
}

/// From now on nothing is signed on them; that they commit nothing comes when it is written.
void Desk::close_unused(const strategy::CloseUnused& wish) {
    messages::Slots note;
    note.closed = wire::changes_of(wish.slots);
    note.request = wish.request;
    const auto said = notes_.say(std::move(note), revision());
    tell(strategy::SlotsRecorded{said.id, {}});
    promises_->close(wish);
}

void Desk::revoke(const strategy::RevokeSlots& wish) {
    messages::Slots note;
    note.revoke = wish.slots;
    const auto said = notes_.say(std::move(note), revision());
    tell(strategy::SlotsRecorded{said.id, {}});
}

void Desk::alert(const strategy::Alert& alert) {
    const std::string name{to_text(alert.kind)};
    const auto key = alert.subject.empty() ? name : name + "/" + alert.subject;
    if (!alert.is_raised) {
        outlets_.announcer.clear(key);
        return;
    }
    presence::Trouble trouble;
    trouble.name = name;
    trouble.key = key;
    trouble.severity = messages::AlertSeverity::critical;
    switch (alert.kind) {
        case strategy::AlertKind::over_committed:
            trouble.summary =
                "Less is held than promised of " + alert.subject + ": " + alert.detail;
            trouble.fix =
                "Find out what moved the balance; POST /revoke on trade-executor burns "
                "the open promises.";
            break;
        case strategy::AlertKind::clock_skew:
            trouble.summary = "The clock can't be trusted: " + alert.detail;
            trouble.fix = "Check the time synchronisation of this machine.";
            break;
        case strategy::AlertKind::commitments_unusable:
            trouble.summary = "The record of promises contradicts itself: " + alert.detail;
            trouble.fix =
                "Nothing is opened until it makes sense; a person must look at the entry "
                "of the bucket COMMITMENTS.";
            break;
    }
    outlets_.announcer.raise(trouble);
}

}  // namespace unrip::strategy_engine
