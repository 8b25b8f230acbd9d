#include "e2e/trading_house.hpp"

#include "support/child_process.hpp"
#include "support/loopback.hpp"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <map>
#include <stdexcept>
#include <thread>

namespace unrip::test {
namespace {

constexpr auto kDatabase = "unrip";
constexpr auto kKeyFile = "maker-key";
constexpr std::chrono::seconds kPatience{60};
constexpr std::chrono::milliseconds kLookAgain{50};
constexpr std::size_t kLogTail = 1'500;

/// A path that begins at the root stays as it is.
std::string in_tree(const std::string& path) {
    return (std::filesystem::path{UNRIP_SOURCE_DIR} / path).string();
}

std::string scenario_of(const TradingHouse::Plan& plan) {
    auto scenario = scenario_file(plan.scenario);
    scenario.merge_patch(plan.changes);
    return scenario.dump();
}

using Settings = std::map<std::string, std::string>;

/// Each process gets only what it reads.
struct Venue {
    std::string host;  ///< "127.0.0.1:41234"
    std::string key_file;
    std::string policy;
    std::string scenario_file;

    std::string near() const { return "http://" + host + "/near"; }

    Settings settings_of(const std::string& process) const {
        if (process == "venue-sandbox") {
            return {
                {"VENUE_SANDBOX_SCENARIO_FILE", scenario_file},
                {"VENUE_SANDBOX_VENUE_PORT", host.substr(host.find(':') + 1)},
                {"VENUE_SANDBOX_MAKER_KEY_FILE", key_file}};
        }
        if (process == "near-intents-ingest") {
            return {{"NEAR_INTENTS_RELAY_WS_URL", "ws://" + host + "/ws"}};
        }
        if (process == "market-reference-ingest") {
            return {
                {"REFERENCE_SOURCES", "kraken,coinbase,bitstamp"},
                {"REFERENCE_KRAKEN_URL", "ws://" + host + "/kraken"},
                {"REFERENCE_COINBASE_URL", "ws://" + host + "/coinbase"},
                {"REFERENCE_BITSTAMP_URL", "ws://" + host + "/bitstamp"}};
        }
        if (process == "inventory-sync") return {{"NEAR_RPC_URLS", near()}};
        if (process == "liquidity-manager") {
            return {
                {"NEAR_RPC_URLS", near()},
                {"NEAR_INTENTS_BRIDGE_RPC_URL", "http://" + host + "/bridge"},
                {"NEAR_ACCOUNT_PRIVATE_KEY_FILE", key_file}};
        }
        if (process == "strategy-engine") return {{"STRATEGY_MAX_NOTIONAL_EURE", "2500"}};
        if (process == "trade-executor") {
            return {{"NEAR_RPC_URLS", near()}, {"NEAR_INTENTS_SIGNER_PRIVATE_KEY_FILE", key_file}};
        }
        return {};
    }
};

}  // namespace

nlohmann::json scenario_file(const std::string& name) {
    std::ifstream file{in_tree("deploy/sandbox/scenarios/" + name + ".json")};
    return nlohmann::json::parse(file);
}

nlohmann::json hurried_takers(const std::string& scenario, double per_second) {
    auto takers = scenario_file(scenario).at("takers");
    double sum = 0;
    for (const auto& taker : takers)
        sum += taker.at("per_second").get<double>();
    for (auto& taker : takers) {
        taker["per_second"] = taker.at("per_second").get<double>() * per_second / sum;
    }
    return takers;
}

Settings TradingHouse::environment_of(const std::string& process) const {
    auto settings = usual_environment_of(process);
    if (const auto changed = settings_.find(process); changed != settings_.end()) {
        for (const auto& [name, value] : changed->second)
            settings.insert_or_assign(name, value);
    }
    return settings;
}

Settings TradingHouse::usual_environment_of(const std::string& process) const {
    const Venue outside{
        "127.0.0.1:" + std::to_string(wiring.venue_port(process)),
        signer_key_file(),
        policy_,
        (directory_.path() / "scenario.json").string()};
    auto settings = outside.settings_of(process);
    settings.emplace("UNRIP_POLICY_FILE", policy_);
    if (process == "venue-sandbox") return settings;
    settings.emplace("NATS_URL", "nats://127.0.0.1:" + std::to_string(wiring.nats_port(process)));
    settings.emplace("NATS_SYNC", sync_);
    if (process == "history-writer") {
        settings.emplace(
            "POSTGRES_URL", PostgresServer::url_at(wiring.postgres_folder(), kDatabase)
        );
    }
    if (process != "market-reference-ingest") {
        settings.emplace("NEAR_INTENTS_ACCOUNT_ID", kAccount);
    }
    return settings;
}

Settings TradingHouse::operator_environment() const {
    auto settings = environment_of("inventory-sync");
    settings.emplace("POSTGRES_URL", database_url_);
    settings.emplace("VENUE_SANDBOX_PORT", std::to_string(venue.port()));
    settings.emplace("NEAR_INTENTS_INGEST_PORT", std::to_string(ingest.port()));
    settings.emplace("MARKET_REFERENCE_INGEST_PORT", std::to_string(reference.port()));
    settings.emplace("INVENTORY_SYNC_PORT", std::to_string(inventory.port()));
    settings.emplace("LIQUIDITY_MANAGER_PORT", std::to_string(liquidity.port()));
    settings.emplace("HISTORY_WRITER_PORT", std::to_string(writer.port()));
    settings.emplace("STRATEGY_ENGINE_PORT", std::to_string(strategy.port()));
    settings.emplace("TRADE_EXECUTOR_PORT", std::to_string(executor.port()));
    return settings;
}

std::string TradingHouse::signer_key_file() const {
    return (directory_.path() / kKeyFile).string();
}

TradingHouse::TradingHouse(const Plan& plan)
    : nats{{}, plan.sync},
      policy_{in_tree(plan.policy)},
      sync_{plan.sync},
      settings_{plan.settings},
      venue_port_{free_port()},
      database_url_{postgres.create_database(kDatabase)},
      wiring{plan.has_links, nats.port(), venue_port_, postgres.socket()},
      venue{"venue-sandbox", "VENUE_SANDBOX_PORT", environment_of("venue-sandbox")},
      ingest{
          "near-intents-ingest", "NEAR_INTENTS_INGEST_PORT", environment_of("near-intents-ingest")},
      reference{
          "market-reference-ingest",
          "MARKET_REFERENCE_INGEST_PORT",
          environment_of("market-reference-ingest")},
      inventory{"inventory-sync", "INVENTORY_SYNC_PORT", environment_of("inventory-sync")},
      liquidity{"liquidity-manager", "LIQUIDITY_MANAGER_PORT", environment_of("liquidity-manager")},
      writer{"history-writer", "HISTORY_WRITER_PORT", environment_of("history-writer")},
      strategy{"strategy-engine", "STRATEGY_ENGINE_PORT", environment_of("strategy-engine")},
      executor{"trade-executor", "TRADE_EXECUTOR_PORT", environment_of("trade-executor")} {
    directory_.write("scenario.json", scenario_of(plan));
    run_program(
        "unrip-streams",
        {{"NATS_URL", nats.url()},
         {"NEAR_INTENTS_ACCOUNT_ID", std::string{kAccount}},
         {"UNRIP_STREAMS_FILE", streams_of(plan)}}
    );
    run_program("unrip-migrate", {{"POSTGRES_URL", database_url_}});
}

std::array<ServiceProcess*, 7> TradingHouse::processes() {
    return {&writer, &reference, &inventory, &liquidity, &strategy, &executor, &ingest};
}

std::array<const ServiceProcess*, 7> TradingHouse::processes() const {
    return {&writer, &reference, &inventory, &liquidity, &strategy, &executor, &ingest};
}

std::string TradingHouse::streams_of(const Plan& plan) const {
    auto original = in_tree("deploy/nats/streams.json");
    if (plan.trades_max_bytes == 0) return original;
    std::ifstream file{original};
    auto streams = nlohmann::json::parse(file);
    for (auto& stream : streams.at("streams")) {
        if (stream.at("name") == "TRADES") stream["max_bytes"] = plan.trades_max_bytes;
    }
    directory_.write("streams.json", streams.dump());
    return (directory_.path() / "streams.json").string();
}

void TradingHouse::open() {
    venue.start();
    venue.await_ready();
    for (auto* process : processes())
        process->start();
    for (const auto* process : processes())
        process->await_ready();
}

void TradingHouse::arm() {
    for (const auto* process : {&strategy, &executor}) {
        const bool is_armed =
            comes_true([&] { return process->post("/arm", R"({"who":"test"})").status == 200; });
        if (!is_armed) throw std::runtime_error{"arming is refused:\n" + logs()};
    }
}

std::unique_ptr<ServiceProcess> TradingHouse::stand_by(
    const std::string& process, const std::string& port_variable
) const {
    auto settings = environment_of(process);
    settings.emplace("UNRIP_INSTANCE", "stand-by");
    return std::make_unique<ServiceProcess>(process, port_variable, std::move(settings));
}

void TradingHouse::disarm() const {
    executor.post("/disarm");
    strategy.post("/disarm");
}

void TradingHouse::silence_takers() const {
    const auto answer = venue.put("/scenario", R"({"takers":[]})");
    if (answer.status != 200) throw std::runtime_error{"PUT /scenario: " + answer.body};
}

nlohmann::json TradingHouse::venue_stats() const {
    return nlohmann::json::parse(venue.get("/stats").body);
}

std::uint64_t TradingHouse::venue_count(const std::string& pointer) const {
    return venue_stats().at(nlohmann::json::json_pointer{pointer}).get<std::uint64_t>();
}

std::string TradingHouse::ask(const std::string& sql) const {
    return postgres.sql(kDatabase, sql);
}

bool TradingHouse::comes_true(const std::function<bool()>& condition) {
    const auto end = std::chrono::steady_clock::now() + kPatience;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > end) return false;
        std::this_thread::sleep_for(kLookAgain);
    }
    return true;
}

bool TradingHouse::comes_to(const std::string& sql, const std::string& expected) const {
    return comes_true([&] { return ask(sql) == expected; });
}

std::string TradingHouse::logs() const {
    std::string all;
    for (const auto* process :
         {&venue, &ingest, &reference, &inventory, &liquidity, &writer, &strategy, &executor}) {
        const auto log = process->log();
        all += "--- " + process->name() + "\n";
        all += log.substr(log.size() > kLogTail ? log.size() - kLogTail : 0);
    }
    return all;
}

}  // namespace unrip::test
