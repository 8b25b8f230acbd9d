#include "integration/pipeline/house.hpp"

#include <chrono>
#include <stdexcept>
#include <thread>

namespace unrip::test {
namespace {

constexpr auto kDatabase = "unrip";
constexpr std::chrono::seconds kPatience{60};
constexpr std::chrono::milliseconds kLookAgain{50};

}  // namespace

House::House()
    : database_url_{postgres.create_database(kDatabase)},
      ingest{
          "near-intents-ingest",
          "NEAR_INTENTS_INGEST_PORT",
          {{"NATS_URL", nats.url()},
           {"NATS_SYNC", "1s"},
           {"NEAR_INTENTS_RELAY_WS_URL", relay.url()},
           {"RELAY_INSTANCE_ID", "house"},
           {"UNRIP_POLICY_FILE", std::string{UNRIP_SOURCE_DIR} + "/deploy/policy/sandbox.json"},
           {"UNRIP_INSTANCE", "ingest-1"}}},
      writer{
          "history-writer",
          "HISTORY_WRITER_PORT",
          {{"NATS_URL", nats.url()},
           {"NATS_SYNC", "1s"},
           {"POSTGRES_URL", database_url_},
           {"UNRIP_POLICY_FILE", kPolicy},
           {"UNRIP_INSTANCE", "writer-1"}}} {
    run_program(
        "unrip-streams",
        {{"NATS_URL", nats.url()},
         {"UNRIP_STREAMS_FILE", std::string{UNRIP_SOURCE_DIR} + "/deploy/nats/streams.json"}}
    );
    run_program("unrip-migrate", {{"POSTGRES_URL", database_url_}});
}

void House::open() {
    writer.start();
    ingest.start();
    writer.await_ready();
    ingest.await_ready();
}

std::string House::ask(const std::string& sql) const {
    return postgres.sql(kDatabase, sql);
}

bool House::comes_to(const std::string& sql, const std::string& expected) const {
    const auto end = std::chrono::steady_clock::now() + kPatience;
    while (ask(sql) != expected) {
        if (std::chrono::steady_clock::now() > end) return false;
        std::this_thread::sleep_for(kLookAgain);
    }
    return true;
}

}  // namespace unrip::test
