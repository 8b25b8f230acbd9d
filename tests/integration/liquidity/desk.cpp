#include "integration/liquidity/desk.hpp"

#include "messages/intent_inventory.hpp"
#include "messages/slots.hpp"
#include "near/base58.hpp"

#include <chrono>
#include <fstream>
#include <thread>

namespace unrip::test {
namespace {

constexpr std::chrono::seconds kPatience{40};
constexpr std::chrono::milliseconds kLookAgain{20};

}  // namespace

std::string Desk::account_key() {
    const std::vector<std::uint8_t> seed(32, 1);
    return "ed25519:" + near::to_base58(seed);
}

Desk::Desk() {
    const auto bin = std::string{UNRIP_BIN_DIR};
    const auto streams = run_child(
        in_environment(
            {{"NATS_URL", nats.url()},
             {"UNRIP_STREAMS_FILE", std::string{UNRIP_SOURCE_DIR} + "/deploy/nats/streams.json"}},
            bin + "/unrip-streams"
        ),
        "",
        RunAs{}
    );
    if (streams.exit_code != 0) throw std::runtime_error{streams.output};
    connection = connect(settings_for(nats));
    policy_section = {
        {"deposits_every_ms", 200},
        {"withdrawals_every_ms", 100},
        {"destinations_allowed",
         {{"btc",
           {"bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
            "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"}}}}};
    environment_ = {
        {"NATS_URL", nats.url()},
        {"NATS_SYNC", "200ms"},
        {"NEAR_INTENTS_ACCOUNT_ID", "maker.near"},
        {"NEAR_ACCOUNT_PRIVATE_KEY", account_key()},
        {"NEAR_INTENTS_BRIDGE_RPC_URL", venue.bridge_url()},
        {"NEAR_RPC_URLS", venue.node_url()},
        {"TRADING_BTC_WITHDRAW_ADDRESS", "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"},
        {"UNRIP_INSTANCE", "liquidity-1"}};
}

std::string Desk::write_policy() const {
    std::ifstream file{std::string{UNRIP_SOURCE_DIR} + "/deploy/policy/sandbox.json"};
    auto policy = Json::parse(file);
    policy["liquidity"] = policy_section;
    const auto path = (directory.path() / "policy.json").string();
    std::ofstream{path} << policy.dump();
    return path;
}

void Desk::open(const Environment& more) {
    start(more);
    manager->await_ready();
    ASSERT_TRUE(manager->comes_to_say("/state", "deposit-to-eth:100")) << manager->log();
}

void Desk::start(const Environment& more) {
    auto environment = environment_;
    environment["UNRIP_POLICY_FILE"] = write_policy();
    for (const auto& [name, value] : more) {
        environment.insert_or_assign(name, value);
        if (value.empty()) environment.erase(name);
    }
    manager = std::make_unique<ServiceProcess>(
        "liquidity-manager", "LIQUIDITY_MANAGER_PORT", std::move(environment)
    );
    manager->start();
}

void Desk::count(const std::string& btc, std::uint64_t height) {
    messages::Envelope<messages::IntentInventory> envelope;
    envelope.id = MessageId{"inv-" + std::to_string(height)};
    envelope.source = "inventory-sync/test";
    envelope.sent_at_ms = to_unix_ms(clock.now());
    auto& count = envelope.body;
    count.account_id = "maker.near";
    count.contract = "intents.near";
    count.block = {height, "8yFNEk7GmRcM3NMJihwCKXt8ZANLpL2koVFWWH1MEEj", 1};
    count.balances = {{*AssetId::parse(kBtc), "BTC", 8, *Amount::parse(btc), std::nullopt}};
    ASSERT_TRUE(bus::publish(*connection, envelope));
}

void Desk::make_room(const std::string& action_id, const std::string& amount) {
    messages::Envelope<messages::Slots> envelope;
    envelope.id = MessageId{"slt-1-" + action_id + amount};
    envelope.source = "strategy-engine/test";
    envelope.sent_at_ms = to_unix_ms(clock.now());
    auto& slots = envelope.body;
    slots.account_id = "maker.near";
    slots.epoch = 1;
    slots.revision = 12;
    slots.count_height = 131'200'000;
    messages::RoomMade room;
    room.action_id = action_id;
    room.asset = *AssetId::parse(kBtc);
    room.amount = *Amount::parse(amount);
    room.committed = Amount{400'000};
    room.counted = Amount{500'000};
    slots.room = {room};
    ASSERT_TRUE(bus::publish(*connection, envelope));
    turn_for(Milliseconds{50});
}

ServiceProcess::Answer Desk::ask(const std::string& body, const std::string& key) {
    return manager->post("/withdraw", body, key.empty() ? "" : "Idempotency-Key: " + key + "\r\n");
}

std::string Desk::withdraw(const std::string& key) {
    count("500000");
    turn_for(Milliseconds{50});
    const auto body = R"({"asset_id":")" + kBtc + R"(","amount":"100000"})";
    const auto end = std::chrono::steady_clock::now() + kPatience;
    auto answer = ask(body, key);
    // The count travels beside the request.
    while (answer.status == 503 && std::chrono::steady_clock::now() < end) {
        std::this_thread::sleep_for(kLookAgain);
        answer = ask(body, key);
    }
    EXPECT_EQ(answer.status, 202) << answer.body << manager->log();
    return Json::parse(answer.body).value("action_id", "none");
}

messages::ExecuteIntentsReply Desk::execute(const messages::ExecuteIntents& request) {
    messages::Envelope<messages::ExecuteIntents> envelope;
    envelope.id = MessageId{"exe-" + request.action_id};
    envelope.source = "trade-executor/test";
    envelope.sent_at_ms = to_unix_ms(clock.now());
    envelope.body = request;
    std::string subject{messages::ExecuteIntents::kSubject};
    const auto reply = get(bus::request<messages::ExecuteIntentsReply>(
        *connection, std::move(subject), std::move(envelope), kLong
    ));
    if (!reply) throw std::runtime_error{reply.error().detail};
    return reply->body;
}

nlohmann::json Desk::shown(const std::string& action_id) const {
    const auto answer = manager->get("/withdrawals/" + action_id);
    return answer.status == 200 ? Json::parse(answer.body) : Json::object();
}

bool Desk::comes_to(const std::string& action_id, const std::string& state) const {
    const auto end = std::chrono::steady_clock::now() + kPatience;
    while (shown(action_id).value("state", "") != state) {
        if (std::chrono::steady_clock::now() > end) return false;
        std::this_thread::sleep_for(kLookAgain);
    }
    return true;
}

const std::vector<messages::LiquidityAction>& Desk::steps() {
    for (const auto& delivery : contents(*connection, "TRADES")) {
        if (delivery.subject != messages::LiquidityAction::kSubject) continue;
        auto message = messages::decode<messages::LiquidityAction>(delivery.body);
        if (!message) throw std::runtime_error{message.error().detail};
        steps_.push_back(std::move(message->body));
    }
    return steps_;
}

std::vector<std::string> Desk::history(const std::string& action_id) {
    std::vector<std::string> states;
    for (const auto& step : steps()) {
        if (step.action_id != action_id) continue;
        states.emplace_back(messages::to_text(step.state));
    }
    return states;
}

}  // namespace unrip::test
