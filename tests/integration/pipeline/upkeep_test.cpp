// What history-writer does beside writing: old rows go, days are made, a backlog is told.

#include "integration/pipeline/house.hpp"
#include "support/speaker.hpp"
#include "support/temporary_directory.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

namespace unrip::test {
namespace {

std::int64_t now_ms() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

TEST(Upkeep, RowsOlderThanThePolicyKeepsGoAndFillsAndTransfersStay) {
    House house;
    constexpr auto kOld = "now() - interval '4000 days'";
    const auto alert = [&](const std::string& id, const std::string& when) {
        house.ask(
            "insert into alerts (id, source, sent_at, received_at, name, key, severity, state, "
            "since_ms,"
            " repeats, summary, body) values ('" +
            id + "', 's', " + when + ", " + when + ", 'n', 'k', 'info', 'raised', 0, 0, 'x', '{}')"
        );
    };
    alert("old", kOld);
    alert("young", "now()");
    house.ask(
        std::string{
            "insert into liquidity_actions (id, source, sent_at, action_id, kind, state, step,"
            " account_id, body) values ('l', 's', "} +
        kOld + ", 'a', 'deposit', 'credited', 1, 'maker.near', '{}')"
    );
    house.ask("select ensure_partitions(0, 40)");
    house.writer.start();
    house.writer.await_ready();
    EXPECT_TRUE(house.comes_to(
        "select string_agg(id, ',') from alerts where id in ('old', 'young')", "young"
    )) << house.writer.log();
    EXPECT_EQ(house.ask("select count(*) from liquidity_actions"), "1");
    // 14 days of demands, 30 of prices, and the week ahead.
    EXPECT_TRUE(house.comes_to(
        "select count(*) filter (where relname like 'swap%') < 30,"
        " count(*) filter (where relname like 'market%') > 35 from pg_class"
        " where relkind = 'r' and relname ~ '^(swap_demand|market_price)_events_[0-9]{8}$'",
        "t|t"
    )) << house.writer.log();
}

TEST(Upkeep, ABacklogBeyondItsShareIsAlertedAndClearedWhenItIsWritten) {
    House house;
    const TemporaryDirectory directory;
    std::ifstream stream{kPolicy};
    auto policy = nlohmann::ordered_json::parse(stream);
    policy["journal"]["writer_lag_alert_ppm"] = 1;
    directory.write("policy.json", policy.dump());
    ServiceProcess writer{
        "history-writer",
        "HISTORY_WRITER_PORT",
        {{"NATS_URL", house.nats.url()},
         {"NATS_SYNC", "1s"},
         {"POSTGRES_URL", house.postgres.url("unrip")},
         {"UNRIP_POLICY_FILE", (directory.path() / "policy.json").string()},
         {"UNRIP_INSTANCE", "writer-1"}}};
    writer.start();
    writer.await_ready();
    EXPECT_EQ(writer.post("/disarm").status, 200);
    EXPECT_TRUE(
        writer.comes_to_say("/healthz", R"("history of MARKET","status":"ok","sentence":"disarmed)")
    );
    Speaker speaker{house.nats.url()};
    std::vector<Said> prices;
    for (int i = 0; i < 50; ++i)
        prices.push_back(priced("px-" + std::to_string(i), now_ms(), "60000"));
    speaker.say(prices);
    // What is alerted waits in its stream too, until the writer is armed again.
    for (int look = 0; look < 600 && writer.log().find("writer_lag") == std::string::npos; ++look)
        std::this_thread::sleep_for(std::chrono::milliseconds{50});
    EXPECT_NE(writer.log().find("writer_lag"), std::string::npos) << writer.log();
    EXPECT_EQ(writer.post("/arm").status, 200);
    EXPECT_TRUE(house.comes_to(
        "select count(*) from alerts where name = 'writer_lag' and key = 'writer_lag/MARKET'"
        " and state = 'cleared'",
        "1"
    )) << writer.log();
}

TEST(Upkeep, AStreamThatWasLostIsAlertedAndReadAnew) {
    House house;
    house.writer.start();
    house.writer.await_ready();
    const auto say = [&](int from, int end) {
        Speaker speaker{house.nats.url()};
        std::vector<Said> prices;
        for (int i = from; i < end; ++i)
            prices.push_back(priced("px-" + std::to_string(i), now_ms(), "60000"));
        speaker.say(prices);
    };
    constexpr int kMany = 200;
    say(0, kMany);
    ASSERT_TRUE(house.comes_to("select count(*) from market_price_events", std::to_string(kMany)))
        << house.writer.log();
    // As nats-server leaves it after the power went: the stream is there, its messages are not,
    // and its reader remembers them.
    house.nats.stop();
    std::filesystem::path messages;
    for (const auto& entry : std::filesystem::recursive_directory_iterator{house.nats.store()}) {
        if (entry.path().string().ends_with("/MARKET/msgs")) messages = entry.path();
    }
    ASSERT_GT(std::filesystem::remove_all(messages), 1U);
    std::filesystem::create_directory(messages);
    house.nats.start();
    EXPECT_TRUE(house.comes_to(
        "select count(*) > 0 from alerts where key = 'stream_lost/MARKET' and state = 'raised'", "t"
    )) << house.writer.log();

    run_program(
        "unrip-streams",
        {{"NATS_URL", house.nats.url()},
         {"UNRIP_STREAMS_FILE", UNRIP_SOURCE_DIR "/deploy/nats/streams.json"}}
    );
    say(kMany, kMany + 1);
    EXPECT_TRUE(
        house.comes_to("select count(*) from market_price_events", std::to_string(kMany + 1))
    ) << house.writer.log();
}

}  // namespace
}  // namespace unrip::test
