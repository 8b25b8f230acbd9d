#include "replay/machine.hpp"

#include "wire/hearing.hpp"
#include "wire/saying.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace unrip::replay {
namespace {

using Named = std::array<std::optional<MessageId>, kStreamCount>;

/// In the order of Stream.
Named named(const messages::AppliedEvents& applied) {
    return {
        applied.price_id,
        applied.inventory_id,
        applied.venue_id,
        applied.slots_id,
        applied.exec_id,
        applied.liquidity_id,
        applied.control_id};
}

Milliseconds measured(const messages::TradeDecision& recorded, std::string_view name) {
    std::int64_t value = 0;
    if (recorded.finding && recorded.finding->name == name) {
        const auto& text = recorded.finding->value;
        std::from_chars(text.data(), text.data() + text.size(), value);
    }
    return Milliseconds{value};
}

}  // namespace

Machine::Machine(strategy::Policy policy, const std::string& policy_hash, std::string limits_hash)
    : engine_{std::make_unique<strategy::Engine>(
          std::move(policy), policy_hash, std::move(limits_hash), strategy::SlotsBy::record
      )} {}

void Machine::hear(std::shared_ptr<const Fact> fact) {
    auto& waiting = pending(fact->stream);
    waiting.push_back(std::move(fact));
}

bool Machine::knows(const messages::AppliedEvents& applied) const {
    const auto names = named(applied);
    for (std::size_t stream = 0; stream < kStreamCount; ++stream) {
        const auto& name = names.at(stream);
        if (!name || applied_.at(stream) == *name) continue;
        const auto& waiting = pending_.at(stream);
        const bool is_there = std::any_of(waiting.begin(), waiting.end(), [&](const auto& fact) {
            return fact->id == *name;
        });
        if (!is_there) return false;
    }
    return true;
}

void Machine::tell(const strategy::Event& event, Instant now) {
    out_.clear();
    engine_->on(event, now, out_);
}

void Machine::begin_term(std::uint64_t epoch, Instant now) {
    if (epoch_ == epoch) return;
    epoch_ = epoch;
    tell(strategy::LeaseChanged{true, epoch}, now);
}

/// Everything up to what the decision names, in the order of the record.
void Machine::catch_up(const messages::TradeDecision& recorded) {
    const auto names = named(recorded.applied);
    std::vector<std::shared_ptr<const Fact>> told;
    for (std::size_t stream = 0; stream < kStreamCount; ++stream) {
        const auto& name = names.at(stream);
        auto& waiting = pending_.at(stream);
        if (!name || applied_.at(stream) == *name) continue;
        const auto last = std::find_if(waiting.begin(), waiting.end(), [&](const auto& fact) {
            return fact->id == *name;
        });
        if (last == waiting.end()) continue;
        const auto end = last + 1;
        told.insert(told.end(), waiting.begin(), end);
        waiting.erase(waiting.begin(), end);
        applied_.at(stream) = *name;
    }
    std::sort(told.begin(), told.end(), [](const auto& left, const auto& right) {
        return left->place < right->place;
    });
    for (const auto& fact : told) {
        if (fact->stream == Stream::slots && fact->epoch != recorded.epoch) continue;
        for (const auto& event : fact->events)
            tell(event, fact->at);
    }
}

/// What the process saw of itself: as far as the decision tells, as it was; else sound.
void Machine::surround(const messages::TradeDecision& recorded, Instant now) {
    strategy::JournalObserved journal{};
    journal.is_connected = recorded.reason != messages::DeclineReason::bus_lost;
    journal.unacked = recorded.inputs.journal_unacked.value_or(0);
    if (recorded.reason == messages::DeclineReason::journal_behind) {
        journal.oldest_unacked = measured(recorded, "journal_age_ms");
        journal.was_refused = !recorded.finding.has_value();
    }
    tell(journal, now);
    tell(strategy::ClockBeat{now, Tick{now.time_since_epoch()}}, now);
}

std::optional<DecisionMessage> Machine::decide(
    const DecisionMessage& recorded, const messages::Envelope<messages::SwapDemand>& demand
) {
    const Instant now{Nanoseconds{recorded.body.decided_at_ns}};
    begin_term(recorded.body.epoch, now);
    catch_up(recorded.body);
    surround(recorded.body, now);
    engine_->resume_at(recorded.body.engine_seq);
    tell(wire::event_of(demand), now);

    const wire::Speaker speaker{recorded.source, {}, {}};
    const wire::Question question{demand, recorded.body.heard_ns};
    const auto& policy = engine_->world().policy;
    for (const auto& decision : out_) {
        if (const auto* approved = std::get_if<strategy::ApprovedQuote>(&decision)) {
            return wire::decision_of(speaker, policy, question, *approved);
        }
        if (const auto* declined = std::get_if<strategy::Declined>(&decision)) {
            return wire::decision_of(speaker, policy, question, *declined);
        }
    }
    return std::nullopt;
}

}  // namespace unrip::replay
