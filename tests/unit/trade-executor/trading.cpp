#include "unit/trade-executor/trading.hpp"

namespace unrip::trade_executor {
namespace {

constexpr auto kSeed = "12449f6ee4102f82b72b149c174c1ee3a4eab7c4c50dcef65a08455f929861bc";
constexpr auto kSalt = "252812b3";
constexpr auto kBlockHash = "6tGBgmJKzwLvBz4XpxAjE3bQjVB9tQjx4qtUh1GvtnqX";

}  // namespace

Trading::Trading() {
    situation.is_armed = true;
    situation.is_active = true;
    situation.is_connected = true;
    memory.slots.apply(slots_of("7-1", messages::SlotMode::reserve, 4));
    memory.facts.beat(now, Tick{});
    hear_count(now);
    hear(venue_at(now));
    hear_price("60000");
}

messages::Slots Trading::slots_of(std::string batch, messages::SlotMode mode, std::uint32_t size) {
    messages::SlotBatch opened;
    opened.batch = std::move(batch);
    opened.pair = "btc-eure";
    opened.mode = mode;
    opened.size = size;
    opened.seed = kSeed;
    opened.salt = kSalt;
    opened.nonce_deadline_ns = to_unix_ns(kNow + 600s);
    opened.caps = {{kBtc, Amount{10'000}}};
    opened.lane_open_quotes_max = mode == messages::SlotMode::lanes ? 2 : 1;
    opened.standing = {{0, size}};
    messages::Slots slots;
    slots.account_id = "maker.near";
    slots.epoch = 7;
    slots.revision = 41;
    slots.opened = {opened};
    return slots;
}

near::Nonce Trading::nonce_of(std::uint32_t index) const {
    std::array<std::uint8_t, 32> seed{};
    const auto bytes = *near::parse_hex(kSeed);
    std::copy(bytes.begin(), bytes.end(), seed.begin());
    return near::encode(near::VersionedNonce{
        *near::parse_salt(kSalt), kNow + 600s, near::derived_part(seed, index)});
}

void Trading::hear_price(const char* mid, Instant observed_at) {
    messages::Envelope<messages::MarketPrice> price;
    price.id = MessageId{"px-1"};
    price.pair = "btc-eure";
    price.body.status = messages::PriceStatus::agreed;
    price.body.mid = *Price::parse(mid);
    price.body.observed_at_ns = to_unix_ns(observed_at);
    memory.facts.hear(price);
}

void Trading::hear_count(Instant at, i128 btc, i128 eure) {
    messages::Envelope<messages::IntentInventory> count;
    count.id = MessageId{"inv-1"};
    count.body.account_id = "maker.near";
    count.body.contract = "intents.near";
    count.body.block = {++height, kBlockHash, to_unix_ns(at)};
    count.body.balances = {
        {kBtc, "BTC", 8, Amount{static_cast<u128>(btc)}, std::nullopt},
        {kEure, "EURe", 18, Amount{static_cast<u128>(eure)}, std::nullopt}};
    memory.facts.hear(count, at);
}

messages::Venue Trading::venue_at(Instant at) const {
    messages::Venue venue;
    venue.account_id = "maker.near";
    venue.contract = "intents.near";
    venue.block = {height + 1, kBlockHash, to_unix_ns(at)};
    venue.current_salt = kSalt;
    venue.salts = {{kSalt, true}};
    venue.public_keys = {key.public_key().to_string()};
    return venue;
}

void Trading::hear(const messages::Venue& venue) {
    messages::Envelope<messages::Venue> envelope;
    envelope.id = MessageId{"ven-1"};
    envelope.body = venue;
    memory.facts.hear(envelope, now);
}

messages::ExecuteTrade Trading::command() const {
    messages::ExecuteTrade trade;
    trade.decision_id = DecisionId{"dec-7-1"};
    trade.quote_id = QuoteId{"quote-1"};
    trade.account_id = "maker.near";
    trade.contract = "intents.near";
    trade.asset_in = kEure;
    trade.delta_in = messages::DeltaText::of(i128{5'000'000'000'000'000'000});
    trade.asset_out = kBtc;
    trade.delta_out = messages::DeltaText::of(-8'271);
    trade.nonce = near::to_text(nonce_of(0));
    trade.deadline = near::to_rfc3339(kNow + 70s);
    trade.quote_output = messages::QuoteOutput::amount_out;
    trade.slot = SlotId{"7-1/0"};
    trade.epoch = 7;
    trade.expires_at_ms = to_unix_ms(kNow + 1500ms);
    trade.instance = "ingest-1";
    trade.connection_id = "ingest-1-1";
    return trade;
}

messages::Envelope<messages::QuoteSigned> Trading::signed_quote(
    const messages::ExecuteTrade& trade, const std::string& command_id
) {
    const auto quote = *sign(trade, *terms_of(trade), key);
    messages::Envelope<messages::QuoteSigned> envelope;
    envelope.id = MessageId{"sig-" + quote.hash.text()};
    envelope.pair = "btc-eure";
    auto& body = envelope.body;
    body.command_id = CommandId{command_id};
    body.decision_id = trade.decision_id;
    body.quote_id = trade.quote_id;
    body.quote_hash = quote.hash;
    body.account_id = trade.account_id;
    body.asset_in = trade.asset_in;
    body.delta_in = trade.delta_in;
    body.asset_out = trade.asset_out;
    body.delta_out = trade.delta_out;
    body.nonce = trade.nonce;
    body.deadline = trade.deadline;
    body.slot = trade.slot;
    body.epoch = trade.epoch;
    body.notional_eure = Amount{5'000'000'000'000'000'000U};
    body.reference_price = *Price::parse("60000");
    body.reference_price_id = MessageId{"px-0"};
    body.signed_ns = to_unix_ns(clock.now());
    return envelope;
}

Examined Trading::look(const messages::ExecuteTrade& trade) const {
    return examine(trade, memory.rules, situation, memory.facts, memory.slots, memory.rolling, now);
}

}  // namespace unrip::trade_executor
