#include "observe.hpp"

#include "core/time.hpp"
#include "messages/enum_text.hpp"
#include "runtime/service.hpp"
#include "runtime/state.hpp"

#include <nlohmann/json.hpp>

namespace unrip::strategy_engine {
namespace {

constexpr std::chrono::seconds kComplainEvery{10};
constexpr std::size_t kDecisionsKept = 10;
constexpr int kUnhealthyFactor = 10;

double seconds(Nanoseconds duration) {
    return std::chrono::duration<double>(duration).count();
}

std::vector<std::string> words_of_reasons() {
    std::vector<std::string> words;
    for (const auto& entry : messages::enum_texts<messages::DeclineReason>())
        words.emplace_back(entry.text);
    return words;
}

std::vector<runtime::Counter> counters_by_reason(runtime::Metrics& metrics) {
    auto family = metrics.counters(
        "strategy_declines_total", "Declines, recorded or not.", {"reason", words_of_reasons()}
    );
    std::vector<runtime::Counter> counters;
    for (const auto& word : words_of_reasons())
        counters.push_back(family.with(word));
    return counters;
}

runtime::Finding graded(const std::string& what, Nanoseconds age, Milliseconds limit) {
    const auto grade = age > limit * kUnhealthyFactor ? runtime::Grade::unhealthy
                       : age > limit                  ? runtime::Grade::degraded
                                                      : runtime::Grade::ok;
    return {grade, what, age};
}

}  // namespace

Observe::Observe(runtime::Service& service, const strategy::Engine& engine)
    : service_{service},
      engine_{engine},
      complaints_{service.clock(), kComplainEvery},
      approvals_counted_{service.metrics().counter("strategy_approvals_total", "Quotes approved.")},
      declines_{counters_by_reason(service.metrics())},
      recorded_{service.metrics().counter("strategy_decisions_recorded_total", "Decisions said.")},
      not_said_{service.metrics().counters(
          "strategy_not_said_total",
          "Messages that found no room on their way out.",
          {"subject", {"cmd.execute_trade", "decision.trade_decision"}}
      )},
      unreadable_{service.metrics().counters(
          "strategy_unreadable_total",
          "Messages that could not be read.",
          {"subject",
           {"norm.swap_demand",
            "ref.market_price",
            "state.intent_inventory",
            "state.venue",
            "exec.trade_result",
            "exec.trade_settlement",
            "ops.liquidity_action"}}
      )},
      socket_to_decision_{service.metrics().latency(
          "strategy_socket_to_decision_seconds", "From the relay's socket to the decision."
      )},
      heard_to_decision_{service.metrics().latency(
          "strategy_heard_to_decision_seconds", "From the demand in hand to the decision made."
      )},
      decision_to_bus_{service.metrics().latency(
          "strategy_decision_to_bus_seconds", "From the decision to the command handed to NATS."
      )} {
    watch_facts();
}

void Observe::watch_facts() {
    const auto& pairs = engine_.world().policy.pairs;
    for (std::size_t pair = 0; pair < pairs.size(); ++pair) {
        service_.health().watch("price of " + pairs[pair].pair.name(), [this, pair] {
            return look_at_price(pair);
        });
    }
    service_.health().watch("inventory", [this] { return look_at_count(); });
    service_.health().watch("venue", [this] { return look_at_venue(); });
}

runtime::Finding Observe::look_at_price(std::size_t pair) const {
    const auto& price = engine_.world().prices[pair];
    if (!price) return {runtime::Grade::degraded, "no price was heard yet", std::nullopt};
    if (!price->mid) {
        return {runtime::Grade::degraded, "the sources give no price", std::nullopt};
    }
    const auto age = service_.clock().now() - price->observed_at;
    return graded("last price", age, engine_.world().policy.freshness.price_age_max);
}

runtime::Finding Observe::look_at_count() const {
    const auto& counted_at = engine_.world().counted_at;
    if (!counted_at) return {runtime::Grade::degraded, "no count was heard yet", std::nullopt};
    const auto age = service_.clock().now() - *counted_at;
    return graded(
        "block of the last count", age, engine_.world().policy.freshness.inventory_age_max
    );
}

runtime::Finding Observe::look_at_venue() const {
    const auto& venue = engine_.world().venue;
    if (!venue) return {runtime::Grade::degraded, "no salt was heard yet", std::nullopt};
    if (venue->is_account_locked) {
        return {runtime::Grade::degraded, "the Verifier has locked the account", std::nullopt};
    }
    const auto age = service_.clock().now() - venue->block_time;
    return graded("block of the last salt", age, engine_.world().policy.freshness.venue_age_max);
}

void Observe::approved(
    const messages::TradeDecision& decision,
    const Result<void>& commanded,
    const Result<void>& recorded
) {
    ++approvals_;
    approvals_counted_.add();
    const auto now = to_unix_ns(service_.clock().now());
    socket_to_decision_.observe(seconds(Nanoseconds{decision.decided_at_ns - decision.received_ns})
    );
    decision_to_bus_.observe(seconds(Nanoseconds{now - decision.decided_at_ns}));
    if (!commanded) not_said("cmd.execute_trade", commanded.error());
    this->recorded(decision, recorded);
}

void Observe::declined(
    const messages::SwapDemand& demand, const strategy::Declined& declined, Instant now
) {
    declines_.at(static_cast<std::size_t>(declined.reason)).add();
    const auto decided_at = declined.stamp.decided_at;
    socket_to_decision_.observe(seconds(Nanoseconds{to_unix_ns(decided_at) - demand.received_ns}));
    heard_to_decision_.observe(seconds(now - decided_at));
}

void Observe::recorded(const messages::TradeDecision& decision, const Result<void>& recorded) {
    remember(decision);
    if (recorded) {
        recorded_.add();
    } else {
        not_said("decision.trade_decision", recorded.error());
    }
}

void Observe::remember(const messages::TradeDecision& decision) {
    if (last_.size() == kDecisionsKept) last_.pop_front();
    last_.push_back(decision);
}

void Observe::not_said(std::string_view subject, const Error& error) {
    not_said_.with(subject).add();
    service_.state().remember_error(subject, error.detail);
    if (const auto held_back = complaints_.open()) {
        service_.log().warn(
            "not_said",
            {{"subject", subject}, {"why", error.detail}, {"also_held_back", *held_back}}
        );
    }
}

void Observe::unreadable(std::string_view subject, const Error& error) {
    unreadable_.with(subject).add();
    service_.state().remember_error(subject, error.detail);
    if (const auto held_back = complaints_.open()) {
        service_.log().warn(
            "unreadable",
            {{"subject", subject}, {"why", error.detail}, {"also_held_back", *held_back}}
        );
    }
}

std::string Observe::last_decisions() const {
    auto all = nlohmann::ordered_json::array();
    for (const auto& decision : last_) {
        nlohmann::ordered_json entry{
            {"quote_id", decision.quote_id.text()},
            {"outcome", messages::to_text(decision.outcome)},
            {"decided_at_ms", decision.decided_at_ns / 1'000'000},
            {"engine_seq", decision.engine_seq}};
        if (decision.reason) entry["reason"] = messages::to_text(*decision.reason);
        entry["would_quote"] = decision.would_quote;
        if (decision.amount_in) entry["amount_in"] = decision.amount_in->to_string();
        if (decision.amount_out) entry["amount_out"] = decision.amount_out->to_string();
        if (decision.slot) entry["slot"] = decision.slot->text();
        all.push_back(std::move(entry));
    }
    return all.dump();
}

}  // namespace unrip::strategy_engine
