#include "unit/strategy/trading_day.hpp"

namespace unrip::strategy {
namespace {

Token token(std::string_view id, std::string slug, std::string symbol, unsigned decimals) {
    return Token{*AssetId::parse(id), std::move(slug), std::move(symbol), decimals};
}

PairPolicy pair_policy(const Token& base) {
    PairPolicy policy{};
    policy.pair = Pair{base, eure()};
    policy.spread = SpreadPolicy{Ratio::bps(75), Ratio::millionths(Ratio::kOne), Ratio::bps(500)};
    policy.limits.notional_max = tokens("5", eure());
    policy.limits.base_max = tokens("1000", base);
    policy.limits.quote_max = tokens("1000", eure());
    policy.limits.quotes_per_second = 100;
    policy.limits.quotes_burst = 100;
    policy.limits.deadline_max = 120s;
    policy.slots.base_cap = base.decimals == 8 ? Amount{10'000} : tokens("6", base);
    policy.slots.quote_cap = tokens("6", eure());
    policy.slots.open_target = 10;
    policy.slots.batch_size = 5;
    policy.slots.nonce_lifetime = 10min;
    return policy;
}

}  // namespace

Token btc() {
    return token("nep141:btc.omft.near", "btc", "BTC", 8);
}
Token eure() {
    return token(
        "nep141:gnosis-0x420ca0f9b9b604ce0fd9c18ef134c705e5fa3430.omft.near", "eure", "EURe", 18
    );
}
Token usdc() {
    return token(
        "nep141:17208628f84f5d6ad33f0da3bbbeb27ffcb398eac501a31bd6ad2011e36133a1", "usdc", "USDC", 6
    );
}
Price price(std::string_view text) {
    return *Price::parse(text);
}
Amount tokens(std::string_view text, const Token& token) {
    return *Amount::parse_tokens(text, token.decimals);
}

Policy sound_policy() {
    Policy policy{};
    policy.pairs = {pair_policy(btc()), pair_policy(usdc())};
    policy.accounting_asset = eure().id;
    policy.reference = ReferenceLimits{2, Ratio::bps(50), Ratio::bps(50)};
    policy.commitments.open_interval_min = 0ms;
    return policy;
}

TradingDay::TradingDay(Policy policy)
    : engine{policy, "policy-hash", "limits-hash"},
      held_{
          {btc().id, tokens("0.01", btc())},
          {eure().id, tokens("600", eure())},
          {usdc().id, tokens("600", usdc())}},
      limits_{policy.pairs.front().limits} {
    tell(LeaseChanged{true, 7});
    tell(SlotsRestored{MessageId{"record"}, {}, {}, 0});
    hear_beat();
    hear_venue();
    hear_price("60000");
    hear_price("0.9", "usdc-eure");
    JournalObserved journal{};
    journal.is_connected = true;
    tell(journal);
    count();
    tell(ArmingChanged{MessageId{"armed"}, true});
}

void TradingDay::tell(const Event& event) {
    tell_only(event);
    answer_wishes();
}

const Decisions& TradingDay::tell_only(const Event& event) {
    out.clear();
    engine.on(event, now, out);
    for (const auto& decision : out) {
        if (const auto* open = std::get_if<OpenBatch>(&decision)) wanted_.push_back(*open);
        if (const auto* close = std::get_if<CloseUnused>(&decision)) unwanted_.push_back(*close);
    }
    EXPECT_THAT(engine.audit(), testing::IsEmpty());
    return out;
}

void TradingDay::answer_wishes() {
    const Decisions first = out;
    while (!wanted_.empty() || !unwanted_.empty()) {
        if (!unwanted_.empty()) {
            const auto close = unwanted_.front();
            unwanted_.erase(unwanted_.begin());
            tell_only(ClosingWritten{MessageId{"closing"}, close.request});
            continue;
        }
        const auto open = wanted_.front();
        wanted_.erase(wanted_.begin());
        tell_only(opened(open));
    }
    out = first;
}

BatchOpened TradingDay::opened(const OpenBatch& request) {
    BatchOpened event{};
    event.id = MessageId{"slots-" + std::to_string(++batches_)};
    event.request = request.request;
    auto& facts = event.facts;
    facts.batch = "b" + std::to_string(batches_);
    facts.pair = request.pair;
    facts.mode = request.mode;
    facts.caps = request.caps;
    facts.nonce_deadline = request.nonce_deadline;
    facts.salt = request.salt;
    facts.lane_open_quotes_max = request.lane_open_quotes_max;
    for (std::uint32_t index = 0; index < request.size; ++index) {
        facts.nonces.push_back(facts.batch + "-nonce-" + std::to_string(index));
    }
    facts.standing = {SlotRange{0, request.size}};
    return event;
}

void TradingDay::pass(Milliseconds time) {
    let_age(time);
    hear_venue();
    hear_price(mid_);
    hear_price("0.9", "usdc-eure");
    count();
}

/// In steps that no beat check minds.
void TradingDay::let_age(Milliseconds time) {
    while (time > 0ms) {
        const auto step = std::min(time, Milliseconds{1'000});
        now += step;
        steady += step;
        time -= step;
        hear_beat();
    }
}

void TradingDay::hear_price(std::string_view mid, std::string pair, Milliseconds ahead) {
    if (pair == "btc-eure") mid_ = mid;
    PriceHeard heard{};
    heard.id = MessageId{"price-" + pair};
    heard.pair = std::move(pair);
    heard.mid = price(mid);
    heard.sources = 3;
    heard.observed_at = now + ahead;
    tell(heard);
}

void TradingDay::hear_venue() {
    VenueObserved venue{};
    venue.id = MessageId{"venue"};
    venue.height = ++height;
    block_time = now - 2s;
    venue.block_time = block_time;
    venue.observed_at = now;
    venue.salt = "252812b3";
    tell(venue);
}

void TradingDay::hear_beat() {
    tell(ClockBeat{now, steady});
}

void TradingDay::count() {
    block_time = now - 2s;
    tell(InventoryCounted{MessageId{"count"}, ++height, block_time, now, held_});
}

void TradingDay::set_held(const Token& token, std::string_view amount) {
    for (auto& entry : held_) {
        if (entry.asset == token.id) entry.amount = tokens(amount, token);
    }
}

QuoteRequested TradingDay::demand(const Token& in, const Token& out_token) {
    QuoteRequested demand{};
    const auto number = std::to_string(++demands_);
    demand.id = MessageId{"demand-" + number};
    demand.quote_id = QuoteId{"quote-" + number};
    demand.asset_in = in.id;
    demand.asset_out = out_token.id;
    demand.min_deadline = 60s;
    demand.received_at = now;
    return demand;
}

QuoteRequested TradingDay::sells(std::string_view btc_amount) {
    auto request = demand(btc(), eure());
    request.exact_in = tokens(btc_amount, btc());
    return request;
}
QuoteRequested TradingDay::wants(std::string_view eure_amount) {
    auto request = demand(btc(), eure());
    request.exact_out = tokens(eure_amount, eure());
    return request;
}
QuoteRequested TradingDay::buys_for(std::string_view eure_amount) {
    auto request = demand(eure(), btc());
    request.exact_in = tokens(eure_amount, eure());
    return request;
}
QuoteRequested TradingDay::buys(std::string_view btc_amount) {
    auto request = demand(eure(), btc());
    request.exact_out = tokens(btc_amount, btc());
    return request;
}

Decision TradingDay::ask(const QuoteRequested& demand) {
    tell(demand);
    EXPECT_EQ(number_of<ApprovedQuote>() + number_of<Declined>(), 1U);
    return out.front();
}

DeclineReason TradingDay::reason(const QuoteRequested& demand) {
    const auto decision = ask(demand);
    const auto* declined = std::get_if<Declined>(&decision);
    EXPECT_NE(declined, nullptr) << "it was approved";
    return declined == nullptr ? DeclineReason::unsupported_pair : declined->reason;
}

ApprovedQuote TradingDay::approved(const QuoteRequested& demand) {
    const auto decision = ask(demand);
    if (const auto* declined = std::get_if<Declined>(&decision)) {
        throw std::runtime_error{"declined: " + std::string{to_text(declined->reason)}};
    }
    return std::get<ApprovedQuote>(decision);
}

bool TradingDay::is_approved(const QuoteRequested& demand) {
    return std::holds_alternative<ApprovedQuote>(ask(demand));
}

void TradingDay::change_limits(const Limits& changed, std::string pair) {
    tell(LimitsChanged{MessageId{"limits"}, {{std::move(pair), changed}}, "new-limits-hash"});
}

Amount TradingDay::committed(const Token& token) const {
    const auto& ledger = engine.commitments().ledger();
    return ledger.at(*ledger.find(token.id)).committed;
}

}  // namespace unrip::strategy
