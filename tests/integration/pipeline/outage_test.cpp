// What can come back is waited for; what can't ends the process with one clear sentence.

#include "integration/pipeline/house.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <thread>

namespace unrip::test {
namespace {

std::string grade_of(const ServiceProcess& process, const std::string& check) {
    const auto answer = process.get("/healthz");
    if (answer.status == 0) return "nobody answered";
    const auto report = nlohmann::json::parse(answer.body);
    for (const auto& entry : report.at("checks")) {
        if (entry.at("name") == check) return entry.at("status");
    }
    return "no such check";
}

bool comes_to_grade(
    const ServiceProcess& process, const std::string& check, const std::string& grade
) {
    for (int look = 0; look < 600; ++look) {
        if (grade_of(process, check) == grade) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds{50});
    }
    return false;
}

TEST(Outage, ArmingIsRecordedWithWhoAndWhy) {
    House house;
    house.open();
    const auto answer = house.ingest.post("/disarm", R"({"reason":"maintenance"})");
    EXPECT_EQ(answer.status, 200) << answer.body;
    EXPECT_TRUE(house.comes_to(
        "select count(*) from service_control_events where service = 'near-intents-ingest' "
        "and kind = 'disarmed' and reason = 'maintenance'",
        "1"
    )) << house.writer.log();
}

TEST(Outage, ProcessesWaitForNatsAndThenGoOn) {
    House house;
    house.nats.kill();
    house.ingest.start();
    house.ingest.await_ready();
    EXPECT_TRUE(comes_to_grade(house.ingest, "bus", "degraded")) << house.ingest.log();
    EXPECT_EQ(house.ingest.get("/livez").status, 200);

    house.nats.start();
    EXPECT_TRUE(comes_to_grade(house.ingest, "bus", "ok")) << house.ingest.log();
    EXPECT_EQ(house.ingest.stop(), 0);
}

TEST(Outage, TheWriterWaitsForPostgresAndThenCatchesUp) {
    House house;
    house.open();
    house.postgres.kill_9();
    EXPECT_TRUE(comes_to_grade(house.writer, "PostgreSQL", "degraded")) << house.writer.log();
    house.relay.add_statuses(50);
    house.postgres.start();
    EXPECT_TRUE(house.comes_to("select count(*) from quote_status_events", "50"))
        << house.writer.log();
    EXPECT_TRUE(comes_to_grade(house.writer, "PostgreSQL", "ok")) << house.writer.log();
}

TEST(Outage, ADisarmedWriterLeavesTheHistoryInItsStream) {
    House house;
    house.open();
    EXPECT_EQ(house.writer.post("/disarm").status, 200);
    // It ends the wait for a message that it had begun; then it rests.
    EXPECT_TRUE(house.writer.comes_to_say(
        "/healthz", R"("history of MARKET","status":"ok","sentence":"disarmed)"
    ));
    house.relay.add_statuses(20);
    EXPECT_TRUE(house.ingest.comes_to_say("/metrics", "unrip_relay_statuses_total 20"));
    EXPECT_EQ(house.ask("select count(*) from quote_status_events"), "0");
    EXPECT_EQ(house.writer.get("/healthz").status, 200);

    EXPECT_EQ(house.writer.post("/arm").status, 200);
    EXPECT_TRUE(house.comes_to("select count(*) from quote_status_events", "20"));
}

TEST(Outage, AWrongPasswordEndsTheProcessAndIsNotShown) {
    House house;
    ServiceProcess writer{
        "history-writer",
        "HISTORY_WRITER_PORT",
        {{"NATS_URL", house.nats.url()},
         {"UNRIP_POLICY_FILE", kPolicy},
         {"POSTGRES_URL", house.postgres.url_with_password("wr0ng-password")}}};
    writer.start();
    EXPECT_EQ(writer.await_exit(), 2) << writer.log();
    EXPECT_NE(writer.log().find("password authentication failed"), std::string::npos)
        << writer.log();
    EXPECT_EQ(writer.log().find("wr0ng-password"), std::string::npos) << writer.log();
}

TEST(Outage, AnOlderSchemaEndsTheWriterWithWhatToDo) {
    House house;
    ServiceProcess writer{
        "history-writer",
        "HISTORY_WRITER_PORT",
        {{"NATS_URL", house.nats.url()},
         {"UNRIP_POLICY_FILE", kPolicy},
         {"POSTGRES_URL", house.postgres.create_database("empty")}}};
    writer.start();
    EXPECT_EQ(writer.await_exit(), 2) << writer.log();
    EXPECT_NE(writer.log().find("migrate"), std::string::npos) << writer.log();
}

TEST(Outage, NatsThatRefusesOurCredentialsEndsTheProcess) {
    House house;
    NatsServer guarded{R"(authorization { user: ingest, password: right })"};
    ServiceProcess ingest{
        "near-intents-ingest",
        "NEAR_INTENTS_INGEST_PORT",
        {{"NATS_URL", guarded.url()},
         {"NATS_USER", "ingest"},
         {"NATS_PASSWORD", "wr0ng-password"},
         {"UNRIP_POLICY_FILE", kPolicy},
         {"NEAR_INTENTS_RELAY_WS_URL", house.relay.url()}}};
    ingest.start();
    EXPECT_EQ(ingest.await_exit(), 2) << ingest.log();
    EXPECT_NE(ingest.log().find("Authorization"), std::string::npos) << ingest.log();
    EXPECT_EQ(ingest.log().find("wr0ng-password"), std::string::npos) << ingest.log();
}

}  // namespace
}  // namespace unrip::test
