#include "replay/replay.hpp"

#include "replay/machine.hpp"
#include "wire/hearing.hpp"
#include "wire/limits_text.hpp"
#include "wire/slots.hpp"

#include <istream>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace unrip::replay {
namespace {

using messages::Envelope;

/// How far ahead of a decision a fact that it names may stand in the record.
constexpr std::size_t kLookAhead = 10'000;
/// Facts that an engine which starts anew may still ask for.
constexpr std::size_t kRecentKept = 2'000;
constexpr std::size_t kDemandsKept = 200'000;

template <class Body>
bool is(std::string_view text) {
    constexpr std::string_view kBegin = R"({"schema":")";
    return text.starts_with(kBegin) && text.substr(kBegin.size()).starts_with(Body::kSchema);
}

Instant from_ns(std::int64_t unix_ns) {
    return Instant{Nanoseconds{unix_ns}};
}

class Replay {
  public:
    Replay(const Source& source, const Options& options) : source_{source}, options_{options} {}

    Result<Report> run() {
        while (true) {
            if (auto more = fill(decisions_.empty() ? 1 : 0); !more) return more.failure();
            if (decisions_.empty()) return std::move(report_);
            auto& machine = machine_of(decisions_.front().source);
            while (!machine.knows(decisions_.front().body.applied) && !is_at_end_ &&
                   decisions_.size() < kLookAhead) {
                if (auto more = fill(decisions_.size() + 1); !more) return more.failure();
            }
            auto recorded = std::move(decisions_.front());
            decisions_.pop_front();
            judge(machine, std::move(recorded));
        }
    }

  private:
    /// Reads on until so many decisions wait, or the record ends.
    Result<void> fill(std::size_t decisions) {
        while (!is_at_end_ && decisions_.size() < decisions) {
            auto next = source_();
            if (!next) return next.failure();
            if (!*next) {
                is_at_end_ = true;
            } else {
                ++report_.messages;
                if (!read(**next)) ++report_.unreadable;
            }
        }
        return {};
    }

    /// False when it is one of those needed and can't be read.
    bool read(std::string_view text) {
        if (is<messages::SwapDemand>(text)) return remember_demand(text);
        if (is<messages::TradeDecision>(text)) return queue_decision(text);
        if (is<messages::ServiceControl>(text)) return hear_control(text);
        if (is<messages::Slots>(text)) return hear_slots(text);
        if (is<messages::MarketPrice>(text)) {
            return hear<messages::MarketPrice>(Stream::price, text, [](const auto& said) {
                return std::vector<strategy::Event>{wire::event_of(said)};
            });
        }
        if (is<messages::IntentInventory>(text)) {
            return hear<messages::IntentInventory>(Stream::inventory, text, [](const auto& said) {
                return std::vector<strategy::Event>{wire::event_of(said)};
            });
        }
        if (is<messages::Venue>(text)) {
            return hear<messages::Venue>(Stream::venue, text, [](const auto& said) {
                return std::vector<strategy::Event>{wire::event_of(said)};
            });
        }
        if (is<messages::TradeResult>(text)) {
            return hear<messages::TradeResult>(Stream::exec, text, [](const auto& said) {
                return std::vector<strategy::Event>{wire::event_of(said)};
            });
        }
        if (is<messages::TradeSettlement>(text)) {
            return hear<messages::TradeSettlement>(Stream::exec, text, [](const auto& said) {
                return wire::events_of(said);
            });
        }
        if (is<messages::LiquidityAction>(text)) {
            return hear<messages::LiquidityAction>(Stream::liquidity, text, [](const auto& said) {
                return wire::events_of(said);
            });
        }
        return true;
    }

    bool remember_demand(std::string_view text) {
        auto said = messages::decode<messages::SwapDemand>(text);
        if (!said) return false;
        if (demands_in_order_.size() == kDemandsKept) {
            demands_.erase(demands_in_order_.front());
            demands_in_order_.pop_front();
        }
        auto id = said->id;
        demands_in_order_.push_back(id);
        demands_.insert_or_assign(std::move(id), std::move(*said));
        return true;
    }

    bool queue_decision(std::string_view text) {
        auto said = messages::decode<messages::TradeDecision>(text);
        if (said) decisions_.push_back(std::move(*said));
        return said.has_value();
    }

    template <class Body>
    bool hear(Stream stream, std::string_view text, auto&& events_of) {
        const auto said = messages::decode<Body>(text);
        if (!said) return false;
        Fact heard{stream, said->id, report_.messages, from_unix_ms(said->sent_at_ms), 0, {}};
        if constexpr (requires { said->body.observed_at_ns; }) {
            if constexpr (std::is_same_v<decltype(said->body.observed_at_ns), std::int64_t>) {
                heard.at = from_ns(said->body.observed_at_ns);
            }
        }
        heard.events = events_of(*said);
        const auto fact = std::make_shared<const Fact>(std::move(heard));
        if (recent_.size() == kRecentKept) recent_.pop_front();
        recent_.push_back(fact);
        for (auto& [source, machine] : machines_)
            machine.hear(fact);
        return true;
    }

    bool hear_slots(std::string_view text) {
        const auto said = messages::decode<messages::Slots>(text);
        if (!said) return false;
        auto events = wire::events_of(*said);
        if (!events) return false;
        Fact fact{
            Stream::slots,
            said->id,
            report_.messages,
            from_unix_ms(said->sent_at_ms),
            said->body.epoch,
            std::move(*events)};
        machine_of(said->source).hear(std::make_shared<const Fact>(std::move(fact)));
        return true;
    }

    /// A start forgets everything: it was another process.
    bool hear_control(std::string_view text) {
        const auto said = messages::decode<messages::ServiceControl>(text);
        if (!said) return false;
        if (said->body.service != "strategy-engine") return true;
        if (said->body.kind == messages::ControlKind::started) {
            waiting_starts_.insert_or_assign(said->source, said->body);
            settle_before_restart(said->source);
            return true;
        }
        auto events = wire::events_of(*said, options_.policy);
        if (!events) return false;
        if (said->body.kind == messages::ControlKind::limits_changed &&
            !options_.with_recorded_limits) {
            events->clear();
        }
        // The lease has no id of its own: a decision names its term.
        const bool is_lease = said->body.kind == messages::ControlKind::lease_taken ||
                              said->body.kind == messages::ControlKind::lease_lost;
        if (is_lease) events->clear();
        Fact fact{
            Stream::control,
            said->id,
            report_.messages,
            from_unix_ms(said->sent_at_ms),
            0,
            std::move(*events)};
        machine_of(said->source).hear(std::make_shared<const Fact>(std::move(fact)));
        return true;
    }

    /// Decisions of the process before are still decided by its machine.
    void settle_before_restart(const std::string& source) {
        std::deque<DecisionMessage> others;
        for (auto& decision : decisions_) {
            if (decision.source == source) {
                judge(machine_of(source), std::move(decision));
            } else {
                others.push_back(std::move(decision));
            }
        }
        decisions_ = std::move(others);
        machines_.erase(source);
    }

    Machine& machine_of(const std::string& source) {
        const auto known = machines_.find(source);
        if (known != machines_.end()) return known->second;
        auto policy = options_.policy;
        auto hash = wire::limits_hash(wire::limits_text(policy));
        const auto start = waiting_starts_.find(source);
        if (options_.with_recorded_limits && start != waiting_starts_.end()) {
            const auto limits = wire::parse_limits(start->second.limits.value_or(""), policy);
            if (limits) hash = take_over(policy, *limits);
        }
        auto& made =
            machines_.try_emplace(source, policy, options_.policy_hash, hash).first->second;
        for (const auto& fact : recent_)
            made.hear(fact);
        return made;
    }

    static std::string take_over(
        strategy::Policy& policy, const std::vector<strategy::LimitsChanged::OfPair>& limits
    ) {
        for (const auto& entry : limits) {
            for (auto& pair : policy.pairs) {
                if (pair.pair.name() == entry.pair) pair.limits = entry.limits;
            }
        }
        return wire::limits_hash(wire::limits_text(policy));
    }

    void judge(Machine& machine, DecisionMessage recorded) {
        const bool is_same = recorded.body.policy_hash == options_.policy_hash;
        report_.is_same_policy = report_.is_same_policy && is_same;
        if (recorded.body.reason == messages::DeclineReason::clock_skew) {
            ++report_.of_surroundings;
            return;
        }
        const auto demand = demands_.find(recorded.cause);
        if (demand == demands_.end()) {
            ++report_.without_demand;
            return;
        }
        if (!machine.knows(recorded.body.applied)) ++report_.facts_missing;
        auto replayed = machine.decide(recorded, demand->second);
        if (!replayed) return;
        ++report_.decisions;
        ++report_.recorded_outcomes[outcome_of(recorded.body)];
        ++report_.replayed_outcomes[outcome_of(replayed->body)];
        auto found = differences(std::move(recorded), std::move(*replayed), is_same);
        if (found.empty()) ++report_.identical;
        for (auto& difference : found) {
            if (report_.differences.size() == options_.differences_shown_max) break;
            report_.differences.push_back(std::move(difference));
        }
    }

    const Source& source_;
    const Options& options_;
    Report report_;
    bool is_at_end_ = false;
    std::unordered_map<MessageId, Envelope<messages::SwapDemand>> demands_;
    std::deque<MessageId> demands_in_order_;
    std::deque<DecisionMessage> decisions_;
    std::deque<std::shared_ptr<const Fact>> recent_;
    std::map<std::string, messages::ServiceControl> waiting_starts_;
    std::map<std::string, Machine> machines_;
};

}  // namespace

Source lines_of(std::istream& file) {
    return [&file, line = std::string{}]() mutable -> Result<std::optional<std::string_view>> {
        while (std::getline(file, line)) {
            if (!line.empty()) return std::optional<std::string_view>{line};
        }
        if (file.bad()) return fail(Error::Kind::unavailable, "the record can't be read on");
        return std::optional<std::string_view>{};
    };
}

Result<Report> run(const Source& source, const Options& options) {
    return Replay{source, options}.run();
}

std::string to_text(const Report& report) {
    std::string text = std::to_string(report.identical) + " of " +
                       std::to_string(report.decisions) + " decisions are identical (" +
                       std::to_string(report.messages) + " messages read)\n";
    const auto line = [&](std::string_view what, std::uint64_t count) {
        if (count > 0) text += std::to_string(count) + " " + std::string{what} + "\n";
    };
    line("messages could not be read", report.unreadable);
    line("decisions whose demand is not in the record", report.without_demand);
    line("decisions that name a fact which is not in the record", report.facts_missing);
    line("decisions on the state of the process itself, not decided again", report.of_surroundings);
    if (!report.is_same_policy) text += "the policy is another one than that of the record\n";
    for (const auto& [outcome, count] : report.recorded_outcomes) {
        const auto after = report.replayed_outcomes.find(outcome);
        const auto now = after == report.replayed_outcomes.end() ? 0 : after->second;
        text += outcome + ": " + std::to_string(count) + " -> " + std::to_string(now) + "\n";
    }
    for (const auto& [outcome, count] : report.replayed_outcomes) {
        if (report.recorded_outcomes.contains(outcome)) continue;
        text += outcome + ": 0 -> " + std::to_string(count) + "\n";
    }
    for (const auto& difference : report.differences) {
        text += difference.decision.text() + " " + difference.field + ": " + difference.recorded +
                " -> " + difference.replayed + "\n";
    }
    return text;
}

}  // namespace unrip::replay
