#include "observe.hpp"

#include "presence/announcer.hpp"
#include "runtime/service.hpp"
#include "runtime/state.hpp"

#include <optional>

namespace unrip::liquidity_manager {
namespace {

using messages::AlertSeverity;
using messages::LiquidityAction;
using messages::LiquidityState;

constexpr std::chrono::seconds kComplainEvery{10};

std::string described(const LiquidityAction& action) {
    auto text = std::string{messages::to_text(action.kind)} + " " + action.action_id;
    if (action.amount && action.asset) {
        text += " of " + action.amount->to_string() + " " + action.asset->text();
    }
    return text + " is " + std::string{messages::to_text(action.state)} +
           (action.detail ? ": " + *action.detail : "");
}

/// How soon a person must look at a step; nothing when nobody need.
std::optional<AlertSeverity> severity_of(const LiquidityAction& action) {
    switch (action.state) {
        case LiquidityState::unknown:
        case LiquidityState::failed:
            return AlertSeverity::critical;
        case LiquidityState::refunded:
        case LiquidityState::returned:
        case LiquidityState::rejected:
            return AlertSeverity::warning;
        default:
            return std::nullopt;
    }
}

std::vector<std::string> texts_of_states() {
    std::vector<std::string> texts;
    for (const auto& entry : messages::enum_texts<LiquidityState>())
        texts.emplace_back(entry.text);
    return texts;
}

}  // namespace

Observe::Observe(
    runtime::Service& service, presence::Announcer& announcer, Milliseconds bridge_every
)
    : service_{service},
      announcer_{announcer},
      complaints_{service.clock(), kComplainEvery},
      bridge_{service.health().watch_age(
          "bridge", "answer of the bridge", {3 * bridge_every, 10 * bridge_every}
      )},
      steps_{service.metrics().counters(
          "liquidity_steps_total",
          "Steps that deposits, withdrawals and executions have taken.",
          {"state", texts_of_states()}
      )},
      bridge_failures_{service.metrics().counter(
          "liquidity_bridge_failures_total", "Questions to the bridge that came to nothing."
      )} {
    service_.health().watch("decimals", [this] { return look_at_decimals(); });
    service_.health().watch("actions", [this] { return look_at_book(); });
}

void Observe::step(const LiquidityAction& action) {
    const auto state = messages::to_text(action.state);
    steps_.with(state).add();
    service_.log().info(
        "liquidity_step",
        {{"action", action.action_id},
         {"kind", messages::to_text(action.kind)},
         {"state", state},
         {"step", action.step},
         {"tx_hash", action.tx_hash.value_or("")},
         {"detail", action.detail.value_or("")}}
    );
    const auto key = "liquidity/" + action.action_id;
    if (const auto severity = severity_of(action)) {
        announcer_.raise(
            {.name = "liquidity_action",
             .key = key,
             .severity = *severity,
             .summary = "The " + described(action),
             .fix = "Look at GET /withdrawals/" + action.action_id +
                    " and at the transaction on the chain.",
             .details = {}}
        );
    } else {
        announcer_.clear(key);
    }
}

void Observe::waits(const LiquidityAction& action) {
    announcer_.raise(
        {.name = "liquidity_action",
         .key = "liquidity/" + action.action_id,
         .severity = AlertSeverity::warning,
         .summary = "The " + described(action) +
                    " is signed and not final; nothing is sent again while withdrawals are frozen "
                    "or the account key is missing",
         .fix = R"(POST /freeze-withdrawals {"frozen":false} sends the same bytes again.)",
         .details = {}}
    );
}

void Observe::not_done(std::string_view what, const Error& error) {
    service_.state().remember_error(what, error.detail);
    if (const auto held_back = complaints_.open()) {
        service_.log().warn(
            "not_done", {{"what", what}, {"why", error.detail}, {"also_held_back", *held_back}}
        );
    }
}

void Observe::bridge_answered() {
    bridge_->beat();
}

void Observe::bridge_failed(const Error& error) {
    bridge_failures_.add();
    not_done("bridge", error);
}

void Observe::decimals(const std::vector<std::string>& wrong) {
    wrong_decimals_ = wrong;
    if (wrong.empty()) {
        announcer_.clear("decimals");
        return;
    }
    service_.log().error("decimals_differ", {{"first", wrong.front()}});
    announcer_.raise(
        {.name = "decimals_differ",
         .key = "decimals",
         .severity = AlertSeverity::critical,
         .summary = "The bridge counts in other decimals than the policy: " + wrong.front(),
         .fix = "Disarm, correct the tokens of the policy file, and start again.",
         .details = {}}
    );
}

void Observe::book_read(std::size_t actions) {
    is_book_read_ = true;
    service_.log().info("actions_read", {{"count", actions}});
}

void Observe::book_away(const Error& error) {
    book_trouble_ = error.detail;
    not_done("bucket LIQUIDITY", error);
}

runtime::Finding Observe::look_at_decimals() const {
    if (wrong_decimals_.empty()) return {runtime::Grade::ok, "as the bridge has them", {}};
    return {
        runtime::Grade::unhealthy,
        "other than the bridge's: " + wrong_decimals_.front() + "; withdrawals are refused",
        {}};
}

runtime::Finding Observe::look_at_book() const {
    if (is_book_read_) return {runtime::Grade::ok, "read from the bucket LIQUIDITY", {}};
    return {
        runtime::Grade::degraded,
        "the bucket LIQUIDITY was not read: " + book_trouble_ + "; nothing is begun",
        {}};
}

}  // namespace unrip::liquidity_manager
