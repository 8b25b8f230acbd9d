#include "executing.hpp"

#include "bus/typed.hpp"
#include "messages/catalog.hpp"
#include "net/sleep.hpp"
#include "net/start.hpp"
#include "own_socket.hpp"
#include "runtime/arming.hpp"
#include "runtime/fault_point.hpp"
#include "runtime/service.hpp"

#include <algorithm>

namespace unrip::trade_executor {
namespace {

using messages::ExecutorRefusal;
using messages::ResultOutcome;

/// The ingest gives up on the relay first, so that its word arrives.
constexpr Milliseconds kOnTopOfTheVerdict{1'000};
constexpr Milliseconds kLookAgain{20};
/// Order is kept within a subject and not between two, so a command can overtake the word of its
/// slot by a moment. A slot of which nobody tells is no slot.
constexpr Milliseconds kSlotsOnTheirWay{1'000};
constexpr std::size_t kEarlyMax = 1'024;
constexpr std::string_view kLimitKey = "executor_limit/";

void take_reply(messages::TradeResult& result, const messages::QuoteResponseReply& reply) {
    result.rejection = reply.rejection;
    result.detail = reply.detail;
    result.sent_ns = reply.sent_ns;
    result.answered_ns = reply.answered_ns;
    switch (reply.verdict) {
        case messages::ResponseVerdict::accepted:
            result.outcome = ResultOutcome::accepted;
            break;
        case messages::ResponseVerdict::rejected:
            result.outcome = ResultOutcome::rejected;
            break;
        case messages::ResponseVerdict::unknown:
            result.outcome = ResultOutcome::unknown;
            break;
    }
}

/// Nobody listened there: it was not sent. Anything else, and nobody knows.
void take_error(messages::TradeResult& result, const Error& error) {
    result.detail = error.detail;
    const bool is_sent = error.kind != Error::Kind::unavailable;
    result.outcome = is_sent ? ResultOutcome::unknown : ResultOutcome::rejected;
    if (!is_sent) result.rejection = messages::RelayRejection::ingest_absent;
}

}  // namespace

Executing::Executing(Surroundings surroundings)
    : around_{std::move(surroundings)}, source_{"trade-executor/" + around_.service.instance()} {}

Situation Executing::situation() {
    const auto stats = around_.publisher.stats();
    if (stats.unacked == 0) refused_when_all_was_acked_ = stats.refused;
    Situation situation;
    situation.is_armed = around_.service.arming().armed();
    situation.is_active = around_.lease.holds();
    situation.is_connected = around_.bus.is_connected() && around_.is_up_to_date();
    situation.unacked = stats.unacked;
    situation.oldest_unacked = stats.oldest_unacked_age;
    situation.was_refused = stats.refused > refused_when_all_was_acked_;
    situation.is_following_full = around_.memory.follower.is_full();
    situation.epoch = std::max(epoch_, around_.memory.slots.epoch());
    return situation;
}

void Executing::on_command(const Command& command) {
    const auto now = around_.service.clock().now();
    const auto& holder = around_.lease.view().holder;
    const bool is_anothers =
        !around_.lease.holds() && !holder.empty() && holder != around_.service.instance();
    // The holder answers it: two results for one command would be one too many.
    if (is_anothers) return around_.observe.left_to_another();
    if (!around_.memory.commands.take(CommandId{command.id.text()})) {
        return around_.observe.repeated();
    }
    Heard heard{command, to_unix_ns(now)};
    if (decide(heard, early_.size() == kEarlyMax)) return;
    early_.push_back(std::move(heard));
    const Milliseconds left{command.body.expires_at_ms - to_unix_ms(now)};
    const auto pause = std::clamp(left / 2, Milliseconds{0}, kSlotsOnTheirWay);
    net::start(around_.service.executor(), decide_later(alive_, command.id, pause));
}

bool Executing::decide(const Heard& heard, bool is_final) {
    const auto& [command, at_ns] = heard;
    const auto& memory = around_.memory;
    const auto now = around_.service.clock().now();
    auto examined = examine(
        command.body, memory.rules, situation(), memory.facts, memory.slots, memory.rolling, now
    );
    if (!is_final && examined.refusal == ExecutorRefusal::unknown_slot) return false;
    auto outcome = outcome_of(command, at_ns);
    if (examined.refusal) {
        refuse(std::move(outcome), examined);
    } else {
        execute(command, examined, std::move(outcome));
    }
    return true;
}

void Executing::slots_heard() {
    std::erase_if(early_, [this](const Heard& heard) { return decide(heard, false); });
}

Task<void> Executing::decide_later(
    std::weak_ptr<void> alive, MessageId command, Milliseconds pause
) {
    co_await net::sleep_for(pause);
    if (alive.expired()) co_return;
    const auto waiting = std::find_if(early_.begin(), early_.end(), [&](const Heard& heard) {
        return heard.command.id == command;
    });
    if (waiting == early_.end()) co_return;
    const auto heard = std::move(*waiting);
    early_.erase(waiting);
    decide(heard, true);
}

void Executing::refuse(Outcome outcome, const Examined& examined) {
    outcome.body.outcome = ResultOutcome::refused;
    outcome.body.refusal = examined.refusal;
    outcome.body.finding = examined.finding;
    outcome.body.detail = examined.detail;
    say(outcome);
    if (disarms(*examined.refusal)) disarm(*examined.refusal);
}

std::optional<ExecutorRefusal> Executing::is_late(const Command& command, const Signed& promise)
    const {
    if (promise.sent_at_ms > command.body.expires_at_ms) return ExecutorRefusal::command_expired;
    if (!around_.lease.holds()) return ExecutorRefusal::not_active;
    return std::nullopt;
}

void Executing::execute(const Command& command, const Examined& examined, Outcome outcome) {
    const auto& body = command.body;
    const auto quote = sign(body, *examined.terms, around_.key);
    if (!quote) {
        Examined unsignable;
        unsignable.refusal = ExecutorRefusal::malformed_command;
        unsignable.detail = quote.error().detail;
        return refuse(std::move(outcome), unsignable);
    }
    const auto promise = promise_of(command, examined, *quote, outcome);
    // The process may have stood still since the checks, and another one be active by now.
    if (const auto late = is_late(command, promise)) {
        Examined overtaken;
        overtaken.refusal = late;
        overtaken.detail = "it was signed too late, and the signature thrown away";
        return refuse(std::move(outcome), overtaken);
    }
    // Recorded before the answer leaves. A signature that can't be recorded is thrown away here,
    // and nobody ever had it.
    if (const auto taken = bus::publish(around_.publisher, promise); !taken) {
        Examined unrecorded;
        unrecorded.refusal = ExecutorRefusal::journal_behind;
        unrecorded.detail = taken.error().detail;
        return refuse(std::move(outcome), unrecorded);
    }
    runtime::fault_point("executor.signed");
    around_.memory.said(promise);
    epoch_ = std::max(epoch_, body.epoch);

    auto answer = answer_of(command, examined, *quote, promise);
    outcome.cause = promise.id;
    outcome.body.quote_hash = quote->hash;
    outcome.body.signed_ns = promise.body.signed_ns;
    outcome.body.handed_ns = answer.body.handed_ns;
    ++awaiting_;
    if (around_.own_socket != nullptr) {
        return answer_ourselves(answer, quote->params, std::move(outcome));
    }
    auto subject = messages::quote_response_subject(body.instance);
    net::start(
        around_.service.executor(),
        hand_over(alive_, std::move(subject), std::move(answer), std::move(outcome))
    );
}

Task<void> Executing::hand_over(
    std::weak_ptr<void> alive, std::string subject, Answer answer, Outcome outcome
) {
    if (alive.expired()) co_return;
    const auto limit = around_.verdict_within + kOnTopOfTheVerdict;
    auto reply = co_await bus::request<messages::QuoteResponseReply>(
        around_.bus, std::move(subject), std::move(answer), limit
    );
    if (alive.expired()) co_return;
    runtime::fault_point("executor.answered");
    --awaiting_;
    if (reply) {
        take_reply(outcome.body, reply->body);
    } else {
        take_error(outcome.body, reply.error());
    }
    if (outcome.body.outcome == ResultOutcome::rejected) around_.on_rejected(outcome.body.slot);
    say(outcome);
}

void Executing::answer_ourselves(const Answer& answer, std::string params, Outcome outcome) {
    const auto on_verdict = [this, alive = std::weak_ptr{alive_}, outcome = std::move(outcome)](
                                const messages::QuoteResponseReply& reply
                            ) {
        if (alive.expired()) return;
        --awaiting_;
        auto told = outcome;
        take_reply(told.body, reply);
        if (told.body.outcome == ResultOutcome::rejected) around_.on_rejected(told.body.slot);
        say(told);
    };
    around_.own_socket->answer(answer.body, std::move(params), on_verdict);
}

void Executing::say(const Outcome& outcome) {
    auto told = outcome;
    told.sent_at_ms = to_unix_ms(around_.service.clock().now());
    around_.observe.result(told.body);
    // An accepted quote changes nothing for anybody yet, and without this word it is told as
    // unknown by whoever comes after us.
    const bool is_routine = told.body.outcome == ResultOutcome::accepted;
    const auto taken = is_routine ? bus::publish_at_leisure(around_.publisher, told)
                                  : bus::publish(around_.publisher, told);
    if (!taken) {
        around_.observe.not_recorded(messages::TradeResult::kSubject, taken.error());
    }
    runtime::fault_point("executor.result_said");
}

void Executing::say_unknown(const Signed& orphan) {
    const auto& quote = orphan.body;
    Outcome outcome;
    outcome.id = MessageId{"res-" + quote.command_id.text()};
    outcome.cause = orphan.id;
    outcome.source = source_;
    outcome.pair = orphan.pair;
    outcome.trace = orphan.trace;
    outcome.body.command_id = quote.command_id;
    outcome.body.decision_id = quote.decision_id;
    outcome.body.quote_id = quote.quote_id;
    outcome.body.quote_hash = quote.quote_hash;
    outcome.body.slot = quote.slot;
    outcome.body.epoch = quote.epoch;
    outcome.body.outcome = ResultOutcome::unknown;
    outcome.body.detail = "the executor that signed it ended before the relay's verdict";
    outcome.body.heard_ns = quote.heard_ns;
    outcome.body.signed_ns = quote.signed_ns;
    say(outcome);
}

void Executing::watch_limits() {
    const auto refused = around_.memory.rolling.refuses(Amount{}, around_.service.clock().now());
    if (!refused || !around_.service.arming().armed()) return;
    disarm(*messages::from_text<ExecutorRefusal>(strategy::to_text(*refused)));
}

void Executing::begin_anew() {
    around_.memory.rolling.forgive_failures();
    for (const auto& [refusal, word] : messages::kEnumTexts<ExecutorRefusal>) {
        if (disarms(refusal)) around_.announcer.clear(std::string{kLimitKey} + std::string{word});
    }
}

void Executing::disarm(ExecutorRefusal limit) {
    const std::string word{messages::to_text(limit)};
    around_.service.arming().disarm("a rolling limit is used up: " + word);
    presence::Trouble trouble;
    trouble.name = "executor_limit";
    trouble.key = std::string{kLimitKey} + word;
    trouble.severity = messages::AlertSeverity::critical;
    trouble.summary = "trade-executor disarmed itself: " + word + " is used up.";
    trouble.fix =
        "Look at GET /state for what used it up; raise executor.rolling in the policy "
        "or wait, then POST /arm.";
    around_.announcer.raise(trouble);
}

Task<void> Executing::settle(Milliseconds limit) {
    const auto end = around_.service.clock().tick() + limit;
    while (awaiting_ > 0 || !early_.empty()) {
        if (around_.service.clock().tick() > end) break;
        co_await net::sleep_for(kLookAgain);
    }
}

}  // namespace unrip::trade_executor
