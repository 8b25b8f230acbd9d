#include "core/check.hpp"
#include "strategy/engine.hpp"

// What people and the machinery around the engine tell it.

namespace unrip::strategy {

std::string_view to_text(AlertKind kind) {
    switch (kind) {
        case AlertKind::over_committed:
            return "over_committed";
        case AlertKind::clock_skew:
            return "clock_skew";
        case AlertKind::commitments_unusable:
            return "commitments_unusable";
    }
    broken("an alert without a text", __FILE__, __LINE__);
}

void Engine::apply(const LimitsChanged& change, Instant /*now*/, Decisions& /*out*/) {
    for (const auto& entry : change.pairs) {
        const auto pair = world_.routes.pair(entry.pair);
        if (!pair) continue;
        check(
            validate(entry.limits, entry.pair).empty(), "limits with mistakes reached the engine"
        );
        world_.policy.pairs[*pair].limits = entry.limits;
        world_.rates[*pair].change(entry.limits.quotes_per_second, entry.limits.quotes_burst);
    }
    next_basis().limits_hash = change.hash;
    applied(&Provenance::control, change.id);
}

void Engine::apply(const ArmingChanged& change, Instant now, Decisions& out) {
    world_.is_armed = change.is_armed;
    applied(&Provenance::control, change.id);
    plan(now, out);
}

/// A new term begins with nothing known about slots: the one before may have been another's.
void Engine::apply(const LeaseChanged& change, Instant /*now*/, Decisions& /*out*/) {
    const bool is_same_term = change.is_active && world_.is_active && change.epoch == world_.epoch;
    if (is_same_term) return;
    world_.is_active = change.is_active;
    world_.epoch = change.epoch;
    world_.commitments.forget();
    seq_ = 0;
}

void Engine::apply(const JournalObserved& journal, Instant /*now*/, Decisions& /*out*/) {
    world_.journal = journal;
}

void Engine::apply(const ClockBeat& beat, Instant now, Decisions& out) {
    world_.clock.beat(beat);
    const auto doubt = world_.clock.doubt(now);
    if (doubt.has_value() != is_clock_alerted_) {
        is_clock_alerted_ = doubt.has_value();
        out.emplace_back(Alert{
            AlertKind::clock_skew,
            is_clock_alerted_,
            "",
            doubt ? std::string{doubt->name} + " " + unrip::to_text(doubt->measured) : ""});
    }
    plan(now, out);
}

void Engine::apply(const Stopping& /*stopping*/, Instant /*now*/, Decisions& out) {
    world_.is_armed = false;
    SlotPlanner::close_all(world_, out);
}

}  // namespace unrip::strategy
