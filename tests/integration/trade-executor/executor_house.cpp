#include "integration/trade-executor/executor_house.hpp"

#include "near/nonce.hpp"
#include "near/rfc3339.hpp"
#include "strategy/slot_facts.hpp"

#include <algorithm>

namespace unrip::bus {
namespace {

using namespace std::chrono_literals;

constexpr auto kAccount = "maker.near";
constexpr auto kContract = "intents.near";
constexpr auto kSalt = "252812b3";
constexpr auto kSeed = "12449f6ee4102f82b72b149c174c1ee3a4eab7c4c50dcef65a08455f929861bc";
const AssetId kBtc = *AssetId::parse("nep141:btc.omft.near");
const AssetId kEure =
    *AssetId::parse("nep141:gnosis-0x420ca0f9b9b604ce0fd9c18ef134c705e5fa3430.omft.near");

constexpr i128 kBtcHeld = 100'000'000;
constexpr i128 kEureHeld = i128{1'000} * 1'000'000'000'000'000'000;

messages::Block block_at(std::uint64_t height, Instant time) {
    return {height, "6tGBgmJKzwLvBz4XpxAjE3bQjVB9tQjx4qtUh1GvtnqX", to_unix_ns(time)};
}

near::Nonce nonce_of(const messages::SlotBatch& batch, std::uint32_t index) {
    std::array<std::uint8_t, 32> seed{};
    const auto bytes = *near::parse_hex(batch.seed);
    std::copy(bytes.begin(), bytes.end(), seed.begin());
    return near::encode(near::VersionedNonce{
        *near::parse_salt(batch.salt),
        Instant{Nanoseconds{batch.nonce_deadline_ns}},
        near::derived_part(seed, index)});
}

}  // namespace

ExecutorHouse::ExecutorHouse(const std::map<std::string, std::string>& more)
    : executor{
          "trade-executor", "TRADE_EXECUTOR_PORT", environment(nats, node, "executor-1", more)} {
    const auto made = test::run_child(
        test::in_environment(
            {{"NATS_URL", nats.url()},
             {"UNRIP_STREAMS_FILE", std::string{UNRIP_SOURCE_DIR} + "/deploy/nats/streams.json"}},
            std::string{UNRIP_BIN_DIR} + "/unrip-streams"
        ),
        "",
        test::RunAs{}
    );
    if (made.exit_code != 0) throw std::runtime_error{made.output};
    subscriptions_.push_back(subscribe<messages::QuoteSigned>(
        *connection,
        Inflow{},
        [this](auto envelope, const Incoming&) { signed_quotes.push_back(std::move(envelope)); },
        [](const Incoming&, const Error& error) { FAIL() << error.detail; }
    ));
    subscriptions_.push_back(subscribe<messages::TradeResult>(
        *connection,
        Inflow{},
        [this](auto envelope, const Incoming&) { results.push_back(std::move(envelope)); },
        [](const Incoming&, const Error& error) { FAIL() << error.detail; }
    ));
    subscriptions_.push_back(subscribe<messages::TradeSettlement>(
        *connection,
        Inflow{},
        [this](auto envelope, const Incoming&) { settlements.push_back(std::move(envelope)); },
        [](const Incoming&, const Error& error) { FAIL() << error.detail; }
    ));
}

void ExecutorHouse::SetUp() {
    executor.start();
    executor.await_ready();
    ASSERT_TRUE(executor.comes_to_say("/state", R"("is_up_to_date":true)")) << executor.log();
}

std::map<std::string, std::string> ExecutorHouse::environment(
    const Server& server,
    const test::NearNode& node,
    const std::string& instance,
    const std::map<std::string, std::string>& more
) {
    std::map<std::string, std::string> settings{
        {"NATS_URL", server.url()},
        {"NATS_SYNC", "1s"},
        {"UNRIP_INSTANCE", instance},
        {"UNRIP_POLICY_FILE", std::string{UNRIP_SOURCE_DIR} + "/deploy/policy/sandbox.json"},
        {"NEAR_INTENTS_ACCOUNT_ID", kAccount},
        {"NEAR_RPC_URLS", node.url()},
        {"NEAR_INTENTS_SIGNER_PRIVATE_KEY", "ed25519:4uQeVj5tqViQh7yWWGStvkEG1Zmhx6uasJtWCJziofM"}};
    settings.insert(more.begin(), more.end());
    return settings;
}

void ExecutorHouse::count(i128 btc_change, i128 eure_change) {
    const auto now = clock.now();
    messages::IntentInventory inventory;
    inventory.account_id = kAccount;
    inventory.contract = kContract;
    height_ = std::max<std::uint64_t>(height_ + 1, static_cast<std::uint64_t>(to_unix_ms(now)));
    inventory.block = block_at(height_, now - 100ms);
    inventory.observed_at_ns = to_unix_ns(now);
    inventory.balances = {
        {kBtc, "BTC", 8, Amount{static_cast<u128>(kBtcHeld + btc_change)}, std::nullopt},
        {kEure, "EURe", 18, Amount{static_cast<u128>(kEureHeld + eure_change)}, std::nullopt}};
    inventory.nodes_asked = 1;
    inventory.nodes_agreed = 1;
    say("inv-" + std::to_string(height_), inventory);
}

void ExecutorHouse::say_the_world() {
    count();
    const auto now = clock.now();
    messages::Venue venue;
    venue.account_id = kAccount;
    venue.contract = kContract;
    venue.block = block_at(height_, now - 100ms);
    venue.observed_at_ns = to_unix_ns(now);
    venue.current_salt = kSalt;
    venue.salts = {{kSalt, true}};
    venue.is_paused = false;
    venue.public_keys = {key.public_key().to_string()};
    venue.nodes_asked = 1;
    venue.nodes_agreed = 1;
    say("ven-" + std::to_string(height_), venue);
    say_the_price();
}

void ExecutorHouse::say_the_price() {
    const auto now = clock.now();
    messages::MarketPrice price;
    price.status = messages::PriceStatus::agreed;
    price.mid = *Price::parse("60000");
    price.half_width_ppm = Ratio::bps(0);
    price.disagreement_ppm = Ratio::bps(0);
    price.observed_at_ns = to_unix_ns(now);
    price.computed_at_ns = to_unix_ns(now);
    price.sources_min = 1;
    price.published_ns = to_unix_ns(now);
    say("px-" + std::to_string(++said_), price);
}

messages::Envelope<messages::Slots> ExecutorHouse::slots_of(
    const std::string& batch, messages::SlotMode mode, std::uint32_t size
) {
    messages::SlotBatch opened;
    opened.batch = batch;
    opened.pair = "btc-eure";
    opened.mode = mode;
    opened.size = size;
    opened.seed = kSeed;
    opened.salt = kSalt;
    opened.nonce_deadline_ns = to_unix_ns(clock.now() + 600s);
    opened.caps = {{kBtc, Amount{10'000}}};
    opened.lane_open_quotes_max = mode == messages::SlotMode::lanes ? 3 : 1;
    opened.opened_at_ms = to_unix_ms(clock.now());
    opened.standing = {{0, size}};
    batches_[batch] = opened;
    messages::Slots slots;
    slots.account_id = kAccount;
    slots.epoch = 7;
    slots.revision = ++revision_;
    slots.opened = {opened};
    slots.count_height = height_;
    return envelope_of("slt-7-" + std::to_string(revision_), slots);
}

void ExecutorHouse::open_slots(
    const std::string& batch, messages::SlotMode mode, std::uint32_t size
) {
    const auto note = slots_of(batch, mode, size);
    say(note.id.text(), note.body);
}

messages::Envelope<messages::ExecuteTrade> ExecutorHouse::command_on(const std::string& slot) {
    const SlotId id{slot};
    const auto name = strategy::parse_slot_id(id);
    const auto& batch = batches_.at(std::string{name->batch});
    const auto number = std::to_string(++said_);
    const auto now = clock.now();
    messages::ExecuteTrade trade;
    trade.decision_id = DecisionId{"dec-7-" + number};
    trade.quote_id = QuoteId{"quote-" + number};
    trade.account_id = kAccount;
    trade.contract = kContract;
    trade.asset_in = kEure;
    trade.delta_in = messages::DeltaText::of(i128{5'000'000'000'000'000'000});
    trade.asset_out = kBtc;
    trade.delta_out = messages::DeltaText::of(-8'271);
    trade.nonce = near::to_text(nonce_of(batch, name->index));
    trade.deadline = near::to_rfc3339(now + 70s + Milliseconds{said_});
    trade.quote_output = messages::QuoteOutput::amount_out;
    trade.slot = id;
    trade.epoch = 7;
    trade.expires_at_ms = to_unix_ms(now + 30s);
    trade.instance = "ingest-1";
    trade.connection_id = "ingest-1-1";
    trade.received_ns = to_unix_ns(now);
    trade.decided_at_ns = to_unix_ns(now);
    return envelope_of("cmd-7-" + number, trade);
}

void ExecutorHouse::send(const messages::Envelope<messages::ExecuteTrade>& command) {
    say_the_price();
    ASSERT_TRUE(bus::publish(*connection, command));
}

void ExecutorHouse::say_matched(const QuoteHash& hash, const std::string& tx_hash) {
    messages::QuoteStatus status;
    status.quote_hash = hash;
    status.intent_hash = "intent-of-the-user";
    status.tx_hash = tx_hash;
    status.instance = "ingest-1";
    status.connection_id = "ingest-1-1";
    say("qst-" + hash.text() + "-" + tx_hash, status);
}

void ExecutorHouse::play_ingest(messages::ResponseVerdict verdict) {
    const bool is_first = asked.empty() && subscriptions_.size() == 3;
    verdict_ = verdict;
    if (!is_first) return;
    subscriptions_.push_back(subscribe<messages::QuoteResponse>(
        *connection,
        messages::quote_response_subject("ingest-1"),
        Inflow{},
        [this](const auto& envelope, const Incoming& request) {
            asked.push_back(envelope.body);
            if (verdict_ == messages::ResponseVerdict::unknown) return;
            messages::QuoteResponseReply reply;
            reply.command_id = envelope.body.command_id;
            reply.quote_id = envelope.body.quote_id;
            reply.verdict = verdict_;
            if (verdict_ == messages::ResponseVerdict::rejected) {
                reply.rejection = messages::RelayRejection::too_late;
                reply.detail = "quote not found or already finished";
            }
            reply.sent_ns = to_unix_ns(clock.now());
            reply.answered_ns = to_unix_ns(clock.now());
            const auto told = envelope_of(envelope.id.text() + "-reply", reply);
            EXPECT_TRUE(bus::reply(*connection, request, told));
        },
        [](const Incoming&, const Error& error) { FAIL() << error.detail; }
    ));
    ASSERT_TRUE(get(connection->stands_for(Milliseconds{50})));
}

void ExecutorHouse::arm() {
    const auto armed = executor.post("/arm", R"({"reason":"a test"})");
    ASSERT_EQ(armed.status, 200) << armed.body;
}

messages::Envelope<messages::TradeResult> ExecutorHouse::result_of(const CommandId& command) {
    const auto is_it = [&](const auto& result) { return result.body.command_id == command; };
    const auto found = [&] { return std::find_if(results.begin(), results.end(), is_it); };
    if (!until([&] { return found() != results.end(); })) {
        throw std::runtime_error{"no result of " + command.text() + "\n" + executor.log()};
    }
    return *found();
}

std::size_t ExecutorHouse::results_of(const CommandId& command) const {
    return static_cast<std::size_t>(std::count_if(
        results.begin(),
        results.end(),
        [&](const auto& result) { return result.body.command_id == command; }
    ));
}

std::vector<messages::TradeSettlement> ExecutorHouse::words_of(const QuoteHash& hash) const {
    std::vector<messages::TradeSettlement> words;
    for (const auto& settlement : settlements) {
        if (settlement.body.quote_hash == hash) words.push_back(settlement.body);
    }
    return words;
}

bool ExecutorHouse::comes_to(const QuoteHash& hash, messages::SettlementState state) {
    return until([&] {
        const auto words = words_of(hash);
        return !words.empty() && words.back().state == state;
    });
}

}  // namespace unrip::bus
