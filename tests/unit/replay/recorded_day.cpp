#include "recorded_day.hpp"

#include <algorithm>

namespace unrip::replay {
namespace {

constexpr auto kSource = "strategy-engine/engine-1";
constexpr auto kTrace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

}  // namespace

RecordedDay::RecordedDay(const strategy::Policy& policy)
    : policy_{policy}, engine_{policy, "policy", wire::limits_hash(wire::limits_text(policy))} {
    messages::ServiceControl start;
    start.kind = messages::ControlKind::started;
    start.limits = wire::limits_text(policy);
    control(start);
    tell(strategy::JournalObserved{true, 0, {}, false});
    tell(strategy::ClockBeat{now_, Tick{}});
    tell(strategy::LeaseChanged{true, 7});
    messages::Slots whole;
    whole.is_record = true;
    const auto id = note(whole);
    tell(strategy::SlotsRestored{id, {}, {}, 0});
    messages::Venue venue;
    venue.account_id = "maker.near";
    venue.contract = "intents.near";
    venue.block = {++height_, "h", to_unix_ns(now_)};
    venue.observed_at_ns = to_unix_ns(now_);
    venue.current_salt = "252812b3";
    const auto heard = said("ven", venue);
    write(heard);
    tell(wire::event_of(heard));
}

template <class Body>
messages::Envelope<Body> RecordedDay::said(const std::string& kind, Body body, std::string pair) {
    messages::Envelope<Body> envelope;
    envelope.id = MessageId{kind + "-" + std::to_string(++number_)};
    envelope.source = kSource;
    envelope.pair = std::move(pair);
    if (is_lengthy_) envelope.trace = kTrace;
    envelope.sent_at_ms = to_unix_ms(now_);
    envelope.body = std::move(body);
    return envelope;
}

MessageId RecordedDay::note(messages::Slots body) {
    body.account_id = "maker.near";
    body.epoch = 7;
    const auto envelope = said("slt", std::move(body));
    write(envelope);
    return envelope.id;
}

void RecordedDay::control(messages::ServiceControl body) {
    body.service = "strategy-engine";
    body.instance = "engine-1";
    body.actor = "tester";
    const auto envelope = said("ctl", std::move(body));
    write(envelope);
    auto events = wire::events_of(envelope, policy_);
    for (const auto& event : *events)
        tell(event);
}

void RecordedDay::tell(const strategy::Event& event) {
    out_.clear();
    engine_.on(event, now_, out_);
    carry_out();
}

void RecordedDay::carry_out() {
    const auto decided = out_;
    for (const auto& decision : decided) {
        if (const auto* wish = std::get_if<strategy::OpenBatch>(&decision)) {
            near::BatchSeed seed{};
            seed[0] = static_cast<std::uint8_t>(wish->request);
            messages::Slots body;
            const auto name = "7-" + std::to_string(wish->request);
            body.opened.push_back(wire::batch_of(*wish, name, seed, now_));
            body.request = wish->request;
            const auto facts = wire::facts_of(body.opened.front());
            const auto id = note(body);
            tell(strategy::BatchOpened{id, wish->request, *facts});
        } else if (const auto* closing = std::get_if<strategy::CloseUnused>(&decision)) {
            messages::Slots body;
            body.closed = wire::changes_of(closing->slots);
            auto id = note(body);
            tell(strategy::SlotsRecorded{id, {}});
            id = note({});
            tell(strategy::ClosingWritten{id, closing->request});
        } else if (const auto* changes = std::get_if<strategy::SlotsChanged>(&decision)) {
            messages::Slots body;
            body.closed = wire::changes_of(changes->closed);
            body.dead = wire::changes_of(changes->dead);
            const auto id = note(body);
            tell(strategy::SlotsRecorded{id, {}});
        }
    }
}

void RecordedDay::arm() {
    messages::ServiceControl armed;
    armed.kind = messages::ControlKind::armed;
    control(armed);
}

void RecordedDay::price(std::string_view mid) {
    messages::MarketPrice price;
    price.status = messages::PriceStatus::agreed;
    price.mid = *Price::parse(mid);
    price.half_width_ppm = Ratio{};
    price.disagreement_ppm = Ratio{};
    price.observed_at_ns = to_unix_ns(now_);
    price.computed_at_ns = to_unix_ns(now_);
    for (const auto* name : {"kraken", "coinbase"}) {
        messages::PriceSource source;
        source.source = name;
        source.use = messages::SourceUse::used;
        price.sources.push_back(source);
    }
    const auto heard = said("px", price, "btc-eure");
    write(heard);
    tell(wire::event_of(heard));
}

void RecordedDay::count(std::string_view btc, std::string_view eure) {
    messages::IntentInventory count;
    count.account_id = "maker.near";
    count.contract = "intents.near";
    count.block = {++height_, "h", to_unix_ns(now_)};
    count.observed_at_ns = to_unix_ns(now_);
    const auto& pair = policy_.pairs.front().pair;
    count.balances.push_back({pair.base.id, "BTC", 8, *Amount::parse_tokens(btc, 8), std::nullopt});
    count.balances.push_back(
        {pair.quote.id, "EURe", 18, *Amount::parse_tokens(eure, 18), std::nullopt}
    );
    const auto heard = said("inv", count);
    write(heard);
    tell(wire::event_of(heard));
}

void RecordedDay::settle_last() {
    messages::TradeSettlement settlement;
    settlement.command_id = CommandId{"cmd"};
    settlement.decision_id = last_->decision_id;
    settlement.quote_id = last_->quote_id;
    settlement.quote_hash = QuoteHash{"hash"};
    settlement.slot = last_->slot;
    settlement.nonce = last_->nonce;
    settlement.state = messages::SettlementState::settled;
    settlement.evidence = messages::SettlementEvidence::transaction_logs;
    settlement.tx_hash = "tx";
    settlement.block = messages::Block{height_, "h", to_unix_ns(now_)};
    settlement.realised.push_back({last_->asset_in, last_->delta_in.value()});
    const auto heard = said("set", settlement);
    write(heard);
    for (const auto& event : wire::events_of(heard))
        tell(event);
}

void RecordedDay::withdraw(std::string_view eure) {
    messages::LiquidityAction action;
    action.action_id = "wd-1";
    action.kind = messages::LiquidityKind::withdrawal;
    action.state = messages::LiquidityState::reserving;
    action.step = 1;
    action.account_id = "maker.near";
    action.asset = policy_.pairs.front().pair.quote.id;
    action.amount = *Amount::parse_tokens(eure, 18);
    const auto heard = said("liq", action);
    write(heard);
    for (const auto& event : wire::events_of(heard))
        tell(event);
}

void RecordedDay::limit(std::string_view eure) {
    auto changed = engine_.world().policy;
    changed.pairs.front().limits.notional_max = *Amount::parse_tokens(eure, 18);
    messages::ServiceControl change;
    change.kind = messages::ControlKind::limits_changed;
    change.limits = wire::limits_text(changed);
    change.limits_hash = wire::limits_hash(*change.limits);
    control(change);
}

void RecordedDay::ask(bool sells_btc, std::string_view in, std::string_view out) {
    const auto& pair = policy_.pairs.front().pair;
    const Token& given = sells_btc ? pair.base : pair.quote;
    const Token& wanted = sells_btc ? pair.quote : pair.base;
    messages::SwapDemand demand;
    demand.quote_id = QuoteId{"q-" + std::to_string(number_)};
    demand.asset_in = given.id;
    demand.asset_out = wanted.id;
    if (!in.empty()) demand.exact_amount_in = *Amount::parse_tokens(in, given.decimals);
    if (!out.empty()) demand.exact_amount_out = *Amount::parse_tokens(out, wanted.decimals);
    demand.min_deadline_ms = 60'000;
    demand.instance = "ingest-1";
    demand.connection_id = "ingest-1-1";
    demand.received_ns = to_unix_ns(now_);
    if (is_lengthy_) decorate(demand);
    const auto asked = said("dem", demand);
    write(asked);

    out_.clear();
    engine_.on(wire::event_of(asked), now_, out_);
    const wire::Speaker speaker{kSource, "maker.near", "intents.near"};
    const wire::Question question{asked, to_unix_ns(now_)};
    const auto& policy = engine_.world().policy;
    std::optional<messages::Envelope<messages::ExecuteTrade>> command;
    for (const auto& decision : out_) {
        if (const auto* approved = std::get_if<strategy::ApprovedQuote>(&decision)) {
            write(wire::decision_of(speaker, policy, question, *approved));
            command = wire::command_of(speaker, policy, question, *approved);
            last_ = command->body;
            ++approvals;
            ++decisions;
        }
        if (const auto* declined = std::get_if<strategy::Declined>(&decision)) {
            write(wire::decision_of(speaker, policy, question, *declined));
            ++decisions;
        }
    }
    carry_out();
    if (is_lengthy_ && command) follow(*command);
}

void RecordedDay::decorate(messages::SwapDemand& demand) const {
    std::string number = std::to_string(number_);
    number.insert(0, 12 - std::min<std::size_t>(12, number.size()), '0');
    demand.quote_id = QuoteId{"0c1f5a6e-7d1b-4a0e-9a77-" + number};
    demand.min_wait_ms = 300;
    demand.max_wait_ms = 1'900;
    demand.protocol_fee_included = false;
    demand.partner_id = "1click";
    demand.quote_type = "main_quote";
    demand.is_dry = false;
    demand.quote_timestamp = "2026-11-20T11:59:59.988Z";
    demand.trusted_metadata =
        R"({"source":"1click","partner_id":"1click","quote_type":"main_quote",)"
        R"("quote_request_data":{"dry":false,"slippageTolerance":100}})";
    demand.published_ns = demand.received_ns + 14'000;
}

/// The executor's part: signed, sent, and taken by the relay.
void RecordedDay::follow(const messages::Envelope<messages::ExecuteTrade>& command) {
    write(command);
    const auto& body = command.body;
    messages::QuoteSigned promise;
    promise.command_id = CommandId{command.id.text()};
    promise.decision_id = body.decision_id;
    promise.quote_id = body.quote_id;
    promise.quote_hash = QuoteHash{"H9TbxtUWbj7b5GKKBPMFA6LnWvwxcBK4qFvt8abVxKc5"};
    promise.account_id = body.account_id;
    promise.public_key = "ed25519:8xEGN7hWFbtnm6WaSPxWxQbB7dgbYhsmrYLbVH8Hf9mA";
    promise.asset_in = body.asset_in;
    promise.delta_in = body.delta_in;
    promise.asset_out = body.asset_out;
    promise.delta_out = body.delta_out;
    promise.nonce = body.nonce;
    promise.deadline = body.deadline;
    promise.slot = body.slot;
    promise.epoch = body.epoch;
    promise.reference_price_id = MessageId{"px-reference-1-20261120T110000Z-3600"};
    promise.heard_ns = promise.signed_ns = to_unix_ns(now_);
    write(said("sgn", promise, command.pair));

    messages::TradeResult result;
    result.command_id = promise.command_id;
    result.decision_id = promise.decision_id;
    result.quote_id = promise.quote_id;
    result.quote_hash = promise.quote_hash;
    result.slot = promise.slot;
    result.epoch = promise.epoch;
    result.outcome = messages::ResultOutcome::accepted;
    result.heard_ns = promise.heard_ns;
    result.signed_ns = result.handed_ns = result.sent_ns = result.answered_ns = promise.signed_ns;
    const auto heard = said("res", result, command.pair);
    write(heard);
    tell(wire::event_of(heard));
}

void RecordedDay::pass(Milliseconds time) {
    now_ += time;
    tell(strategy::ClockBeat{now_, Tick{now_ - from_unix_ms(1'795'176'000'000)}});
}

}  // namespace unrip::replay
