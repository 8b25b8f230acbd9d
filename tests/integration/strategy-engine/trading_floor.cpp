#include "trading_floor.hpp"

#include "bus/key_value.hpp"

#include <nlohmann/json.hpp>

#include <fstream>
#include <stdexcept>

namespace unrip::strategy_engine {
namespace {

const AssetId& btc() {
    static const auto id = *AssetId::parse("nep141:btc.omft.near");
    return id;
}
const AssetId& eure_id() {
    static const auto id =
        *AssetId::parse("nep141:gnosis-0x420ca0f9b9b604ce0fd9c18ef134c705e5fa3430.omft.near");
    return id;
}

}  // namespace

void TradingFloor::SetUp() {
    house = connect(settings_for(server));
    hearing_.push_back(house->subscribe(">", bus::Inflow{}, [this](const bus::Incoming& heard) {
        if (heard.body.starts_with(R"({"schema":)")) everything.push_back(heard.body);
    }));
    collect(decisions);
    collect(commands);
    collect(notes);
    collect(controls);
    collect(alerts);
}

template <class Body>
void TradingFloor::collect(std::vector<messages::Envelope<Body>>& into) {
    hearing_.push_back(bus::subscribe<Body>(
        *house,
        bus::Inflow{},
        [&into](const messages::Envelope<Body>& said, const bus::Incoming&) {
            into.push_back(said);
        },
        [](const bus::Incoming&, const Error& error) { ADD_FAILURE() << error.detail; }
    ));
}

void TradingFloor::make_streams(bool with_record) {
    std::map<std::string, std::string> environment{
        {"NATS_URL", server.url()},
        {"UNRIP_STREAMS_FILE", std::string{UNRIP_SOURCE_DIR} + "/deploy/nats/streams.json"}};
    if (with_record) environment.emplace("NEAR_INTENTS_ACCOUNT_ID", kAccount);
    const auto program =
        test::in_environment(environment, std::string{UNRIP_BIN_DIR} + "/unrip-streams");
    const auto finished = test::run_child(program, "", test::RunAs{});
    ASSERT_EQ(finished.exit_code, 0) << finished.output;
}

/// The real one, except that facts may be a little older: a busy machine is no test of freshness.
std::string TradingFloor::policy_file() {
    std::ifstream original{std::string{UNRIP_SOURCE_DIR} + "/deploy/policy/btc-eure.json"};
    auto policy = nlohmann::ordered_json::parse(original);
    policy["freshness"]["price_age_max_ms"] = 60'000;
    policy["freshness"]["inventory_age_max_ms"] = 120'000;
    policy["freshness"]["venue_age_max_ms"] = 120'000;
    policy["freshness"]["block_behind_max_ms"] = 60'000;
    const auto path = (directory.path() / "policy.json").string();
    std::ofstream{path} << policy.dump();
    return path;
}

std::unique_ptr<test::ServiceProcess> TradingFloor::engine(const std::string& instance) {
    std::map<std::string, std::string> environment{
        {"NATS_URL", server.url()},
        {"NATS_SYNC", declared_sync},
        {"NEAR_INTENTS_ACCOUNT_ID", kAccount},
        {"UNRIP_POLICY_FILE", policy_file()},
        {"STRATEGY_MAX_NOTIONAL_EURE", max_notional},
        {"UNRIP_INSTANCE", instance}};
    return std::make_unique<test::ServiceProcess>(
        "strategy-engine", "STRATEGY_ENGINE_PORT", std::move(environment)
    );
}

void TradingFloor::start(test::ServiceProcess& process) {
    process.start();
    process.await_ready();
    ASSERT_TRUE(comes_to_say(process, "/state", "\"active\":true")) << process.log();
}

void TradingFloor::arm(test::ServiceProcess& process) {
    const auto answer = process.post("/arm", R"({"who":"tester","reason":"a test"})");
    ASSERT_EQ(answer.status, 200) << answer.body;
}

bool TradingFloor::comes_to_say(
    const test::ServiceProcess& process, std::string_view path, std::string_view text
) {
    return until([&] { return process.get(path).body.find(text) != std::string::npos; });
}

void TradingFloor::say_price(std::string_view mid) {
    messages::MarketPrice price;
    price.status = messages::PriceStatus::agreed;
    price.mid = *Price::parse(mid);
    price.half_width_ppm = Ratio{};
    price.disagreement_ppm = Ratio{};
    price.observed_at_ns = to_unix_ns(clock.now());
    price.computed_at_ns = to_unix_ns(clock.now());
    price.sources_min = 2;
    for (const auto* source : {"kraken", "coinbase"}) {
        messages::PriceSource used;
        used.source = source;
        used.use = messages::SourceUse::used;
        price.sources.push_back(used);
    }
    say(envelope("px", std::move(price), "btc-eure"));
}

void TradingFloor::say_count(std::string_view btc_atoms, std::string_view eure_tokens) {
    messages::IntentInventory count;
    count.account_id = kAccount;
    count.contract = "intents.near";
    count.block.height = ++height_;
    count.block.hash = "3Qd1";
    count.block.time_ns = to_unix_ns(clock.now() - std::chrono::seconds{1});
    count.observed_at_ns = to_unix_ns(clock.now());
    messages::Balance of_btc;
    of_btc.asset = btc();
    of_btc.symbol = "BTC";
    of_btc.decimals = 8;
    of_btc.spendable = *Amount::parse(btc_atoms);
    messages::Balance of_eure;
    of_eure.asset = eure_id();
    of_eure.symbol = "EURe";
    of_eure.decimals = 18;
    of_eure.spendable = eure(eure_tokens);
    count.balances = {of_btc, of_eure};
    say(envelope("inv", std::move(count)));
}

void TradingFloor::say_venue() {
    messages::Venue venue;
    venue.account_id = kAccount;
    venue.contract = "intents.near";
    venue.block.height = ++height_;
    venue.block.hash = "3Qd1";
    venue.block.time_ns = to_unix_ns(clock.now() - std::chrono::seconds{1});
    venue.observed_at_ns = to_unix_ns(clock.now());
    venue.current_salt = "252812b3";
    venue.fee_ppm = 1;
    say(envelope("ven", std::move(venue)));
}

void TradingFloor::say_facts() {
    say_price();
    say_venue();
    say_count();
}

void TradingFloor::say_withdrawal(
    messages::LiquidityState state, const std::string& amount, std::optional<std::uint64_t> height
) {
    messages::LiquidityAction action;
    action.action_id = "wd-1";
    action.kind = messages::LiquidityKind::withdrawal;
    action.state = state;
    action.step = 1;
    action.account_id = kAccount;
    action.asset = eure_id();
    action.amount = eure(amount);
    action.block_height = height;
    say(envelope("liq", std::move(action)));
}

std::optional<messages::TradeDecision> TradingFloor::ask(const Fixed& fixed) {
    messages::SwapDemand demand;
    demand.asset_in = fixed.user_sells_btc ? btc() : eure_id();
    demand.asset_out = fixed.user_sells_btc ? eure_id() : btc();
    demand.exact_amount_in = fixed.in;
    demand.exact_amount_out = fixed.out;
    demand.min_deadline_ms = 60'000;
    demand.max_wait_ms = 30'000;
    demand.instance = "ingest-1";
    demand.connection_id = "ingest-1-1";
    demand.received_ns = to_unix_ns(clock.now());
    demand.published_ns = demand.received_ns;
    auto said = envelope("dem", std::move(demand));
    said.body.quote_id = QuoteId{"q-" + said.id.text()};
    say(said);
    const messages::TradeDecision* answer = nullptr;
    const bool is_answered = until([&] {
        for (const auto& decision : decisions) {
            if (decision.cause == said.id) answer = &decision.body;
        }
        return answer != nullptr;
    });
    if (!is_answered) return std::nullopt;
    return *answer;
}

std::optional<messages::TradeDecision> TradingFloor::ask_until_approved(const Fixed& fixed) {
    std::optional<messages::TradeDecision> last;
    for (int attempt = 0; attempt < 100; ++attempt) {
        last = ask(fixed);
        if (!last || last->outcome == messages::DecisionOutcome::approved) return last;
        wait(Milliseconds{100});
    }
    return last;
}

messages::Commitments TradingFloor::record() {
    bus::KeyValue bucket{*house, "COMMITMENTS"};
    const auto entry = get(bucket.get(kAccount, kLong));
    if (!entry || !*entry) throw std::runtime_error{"no record of promises"};
    const auto record = messages::decode_document<messages::Commitments>((*entry)->value);
    if (!record) throw std::runtime_error{record.error().detail};
    return *record;
}

Amount TradingFloor::promised_eure() {
    u128 sum = 0;
    for (const auto& batch : record().batches) {
        for (const auto& cap : batch.caps) {
            if (cap.asset != eure_id()) continue;
            for (const auto& range : batch.standing)
                sum += cap.amount.atoms() * range.count;
        }
    }
    return Amount{sum};
}

}  // namespace unrip::strategy_engine
