#include "executing.hpp"
#include "runtime/service.hpp"

// What is said of a command on its way: the signed quote, the answer to the relay, the outcome.

namespace unrip::trade_executor {

Executing::Outcome Executing::outcome_of(const Command& command, std::int64_t heard_ns) const {
    Outcome outcome;
    outcome.id = MessageId{"res-" + command.id.text()};
    outcome.cause = command.id;
    outcome.source = source_;
    outcome.pair = command.pair;
    outcome.trace = command.trace;
    auto& body = outcome.body;
    body.command_id = CommandId{command.id.text()};
    body.decision_id = command.body.decision_id;
    body.quote_id = command.body.quote_id;
    body.slot = command.body.slot;
    body.epoch = command.body.epoch;
    body.heard_ns = heard_ns;
    return outcome;
}

Executing::Signed Executing::promise_of(
    const Command& command,
    const Examined& examined,
    const SignedCommand& quote,
    const Outcome& outcome
) const {
    const auto& asked = command.body;
    const auto signed_ns = to_unix_ns(around_.service.clock().now());
    Signed promise;
    promise.id = MessageId{"sig-" + quote.hash.text()};
    promise.cause = command.id;
    promise.source = source_;
    promise.pair = examined.pair->name;
    promise.trace = command.trace;
    promise.sent_at_ms = signed_ns / 1'000'000;
    auto& body = promise.body;
    body.command_id = outcome.body.command_id;
    body.decision_id = asked.decision_id;
    body.quote_id = asked.quote_id;
    body.quote_hash = quote.hash;
    body.account_id = asked.account_id;
    body.public_key = around_.memory.rules.public_key;
    body.asset_in = asked.asset_in;
    body.delta_in = asked.delta_in;
    body.asset_out = asked.asset_out;
    body.delta_out = asked.delta_out;
    body.nonce = asked.nonce;
    body.deadline = asked.deadline;
    body.slot = asked.slot;
    body.epoch = asked.epoch;
    body.notional_eure = examined.notional;
    body.reference_price = examined.reference.mid;
    body.reference_price_id = examined.reference.id;
    body.heard_ns = outcome.body.heard_ns;
    body.signed_ns = signed_ns;
    return promise;
}

Executing::Answer Executing::answer_of(
    const Command& command,
    const Examined& examined,
    const SignedCommand& quote,
    const Signed& promise
) const {
    const auto& asked = command.body;
    const bool names_out = asked.quote_output == messages::QuoteOutput::amount_out;
    Answer answer;
    answer.id = MessageId{"rsp-" + quote.hash.text()};
    answer.cause = command.id;
    answer.source = source_;
    answer.pair = promise.pair;
    answer.trace = command.trace;
    answer.sent_at_ms = promise.sent_at_ms;
    auto& body = answer.body;
    body.command_id = promise.body.command_id;
    body.quote_id = asked.quote_id;
    body.quote_hash = quote.hash;
    body.connection_id = asked.connection_id;
    body.send_by_ms = asked.expires_at_ms;
    body.quote_output = asked.quote_output;
    body.amount = names_out ? examined.terms->amount_out : examined.terms->amount_in;
    body.signed_data = quote.intent;
    body.handed_ns = to_unix_ns(around_.service.clock().now());
    return answer;
}

}  // namespace unrip::trade_executor
