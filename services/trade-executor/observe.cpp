#include "observe.hpp"

#include "runtime/service.hpp"
#include "runtime/state.hpp"

namespace unrip::trade_executor {
namespace {

constexpr std::size_t kLastKept = 20;
constexpr std::chrono::seconds kComplainEvery{10};

template <class Word>
runtime::Label label_of(std::string name, std::vector<std::string> more = {}) {
    runtime::Label label{std::move(name), std::move(more)};
    for (const auto& entry : messages::kEnumTexts<Word>)
        label.values.emplace_back(entry.text);
    return label;
}

void observe_span(runtime::Histogram& histogram, std::int64_t from_ns, std::int64_t to_ns) {
    const std::chrono::duration<double> took{Nanoseconds{to_ns - from_ns}};
    histogram.observe(took.count());
}

}  // namespace

Observe::Observe(runtime::Service& service)
    : service_{service},
      complaints_{service.clock(), kComplainEvery},
      commands_{service.metrics().counters(
          "executor_commands_total",
          "What became of the commands heard.",
          label_of<messages::ResultOutcome>("outcome", {"repeated", "left_to_another"})
      )},
      refusals_{service.metrics().counters(
          "executor_refusals_total",
          "Why commands were not signed.",
          label_of<messages::ExecutorRefusal>("reason")
      )},
      rejections_{service.metrics().counters(
          "executor_rejections_total",
          "Why answers are not in the auction.",
          label_of<messages::RelayRejection>("reason")
      )},
      settlements_{service.metrics().counters(
          "executor_settlements_total",
          "How far signed quotes have come.",
          label_of<messages::SettlementState>("state")
      )},
      failures_{service.metrics().counters(
          "executor_settlement_failures_total",
          "Why settlements failed.",
          label_of<messages::SettlementFailure>("reason")
      )},
      lanes_found_used_{service.metrics().counter(
          "executor_lanes_found_used_total",
          "Lanes whose nonce the chain said to be used before the relay did."
      )},
      heard_to_signed_{service.metrics().latency(
          "executor_heard_to_signed_seconds", "From the command in hand to its signature."
      )},
      signed_to_sent_{service.metrics().latency(
          "executor_signed_to_sent_seconds", "From the signature to the relay's socket."
      )},
      heard_to_answered_{service.metrics().latency(
          "executor_heard_to_answered_seconds", "From the command in hand to the relay's verdict."
      )} {}

void Observe::result(const messages::TradeResult& result) {
    commands_.with(messages::to_text(result.outcome)).add();
    if (result.refusal) refusals_.with(messages::to_text(*result.refusal)).add();
    if (result.rejection) rejections_.with(messages::to_text(*result.rejection)).add();
    if (result.signed_ns) observe_span(heard_to_signed_, result.heard_ns, *result.signed_ns);
    if (result.signed_ns && result.sent_ns) {
        observe_span(signed_to_sent_, *result.signed_ns, *result.sent_ns);
    }
    if (result.answered_ns) observe_span(heard_to_answered_, result.heard_ns, *result.answered_ns);
    last_.push_back({service_.clock().now(), result});
    if (last_.size() > kLastKept) last_.pop_front();
}

void Observe::settlement(const messages::TradeSettlement& settlement) {
    settlements_.with(messages::to_text(settlement.state)).add();
    if (settlement.failure) failures_.with(messages::to_text(*settlement.failure)).add();
    if (settlement.state == messages::SettlementState::settled) {
        service_.log().info(
            "settled",
            {{"quote_hash", settlement.quote_hash.text()},
             {"tx_hash", settlement.tx_hash.value_or("")},
             {"as_promised", settlement.is_as_promised.value_or(false)}}
        );
    }
}

void Observe::lane_found_used(const SlotId& lane) {
    lanes_found_used_.add();
    service_.log().warn("lane_found_used", {{"slot", lane.text()}});
}

void Observe::not_recorded(std::string_view subject, const Error& error) {
    service_.state().remember_error(subject, error.detail);
    service_.log().error("not_recorded", {{"subject", subject}, {"why", error.detail}});
}

void Observe::trouble(std::string_view where, const Error& error) {
    service_.state().remember_error(where, error.detail);
    if (const auto held_back = complaints_.open()) {
        service_.log().warn(
            "trouble", {{"where", where}, {"why", error.detail}, {"also_held_back", *held_back}}
        );
    }
}

}  // namespace unrip::trade_executor
