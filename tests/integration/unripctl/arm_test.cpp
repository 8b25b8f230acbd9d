#include "integration/unripctl/fake_house.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace unrip::test {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

constexpr auto kArmed =
    R"({"armed":true,"arming":{"who":"ops","why":"","since":"2026-11-20T14:02:31.114Z",)"
    R"("ttl_seconds":3600,"ttl_left_seconds":3600}})";
constexpr auto kDisarmed =
    R"({"armed":false,"arming":{"who":"ops","why":"","since":"2026-11-20T14:02:31.114Z"}})";

struct ArmTest : FakeHouse {
    ArmTest() {
        for (const auto* service : {"strategy-engine", "trade-executor"}) {
            port(service).answer("POST /arm", 200, kArmed);
            port(service).answer("POST /disarm", 200, kDisarmed);
        }
    }
};

TEST_F(ArmTest, AsksFirstAndDoesNothingWithoutAYes) {
    const auto no = ctl({"arm", "all"}, "n\n");
    EXPECT_EQ(no.exit_code, 4) << no.output;
    EXPECT_THAT(no.output, HasSubstr("Nothing was done."));
    EXPECT_TRUE(port("strategy-engine").asked().empty());
    const auto yes = ctl({"arm", "all"}, "y\n");
    EXPECT_EQ(yes.exit_code, 0) << yes.output;
    EXPECT_EQ(port("trade-executor").asked().size(), 1U);
}

TEST_F(ArmTest, SaysWhoWhyAndForHowLong) {
    const auto done = ctl({"arm", "strategy", "--ttl", "1h", "--reason", "day shift", "--yes"});
    EXPECT_EQ(done.exit_code, 0) << done.output;
    EXPECT_THAT(done.output, HasSubstr("strategy-engine"));
    EXPECT_THAT(done.output, HasSubstr("armed, by ops, for 1 h 0 m"));
    const auto asked = port("strategy-engine").asked();
    ASSERT_EQ(asked.size(), 1U);
    EXPECT_EQ(
        json::parse(asked.front().body),
        (json{{"who", "ops"}, {"reason", "day shift"}, {"ttl_seconds", 3'600}})
    );
    EXPECT_THAT(asked.front().head, HasSubstr("X-Unrip-Who: ops"));
    EXPECT_TRUE(port("trade-executor").asked().empty());
}

TEST_F(ArmTest, CarriesTheTokenAndNeverShowsIt) {
    environment_["CONTROL_TOKEN"] = "s3cret-token";
    const auto done = ctl({"disarm", "strategy"});
    EXPECT_THAT(
        port("strategy-engine").asked().at(0).head, HasSubstr("Authorization: Bearer s3cret-token")
    );
    EXPECT_EQ(done.output.find("s3cret"), std::string::npos);
}

TEST_F(ArmTest, ARefusalIsShownWithItsFix) {
    port("trade-executor")
        .answer(
            "POST /arm",
            409,
            R"({"error":{"code":"key_not_registered","message":"The executor can't be armed.",)"
            R"("details":{"fix":"unripctl keys show"}}})"
        );
    const auto done = ctl({"arm", "all", "--yes"});
    EXPECT_EQ(done.exit_code, 1);
    EXPECT_THAT(done.output, HasSubstr("REFUSED: The executor can't be armed."));
    EXPECT_THAT(done.output, HasSubstr("fix: unripctl keys show"));
    EXPECT_THAT(done.output, HasSubstr("armed, by ops"));
}

TEST_F(ArmTest, EveryReplicaIsReachedAndShown) {
    FakePort replica;
    replica.answer("POST /disarm", 200, kDisarmed);
    const auto first = "127.0.0.1:" + environment_.at("STRATEGY_ENGINE_PORT");
    const auto second = "127.0.0.1:" + std::to_string(replica.port());
    const auto done = ctl({"disarm", "strategy", "--at", first + "," + second});
    EXPECT_EQ(done.exit_code, 0) << done.output;
    EXPECT_THAT(done.output, HasSubstr(first));
    EXPECT_THAT(done.output, HasSubstr(second));
    EXPECT_EQ(replica.asked().size(), 1U);
}

TEST_F(ArmTest, KillDisarmsBothAndRevokes) {
    const auto done = ctl({"kill"});
    EXPECT_EQ(done.exit_code, 0) << done.output;
    EXPECT_EQ(port("strategy-engine").asked().at(0).what, "POST /disarm");
    const auto body = json::parse(port("trade-executor").asked().at(0).body);
    EXPECT_EQ(body.at("revoke"), true);
}

TEST_F(ArmTest, KillStillDisarmsWhenNothingCanBeRevoked) {
    port("trade-executor")
        .answer("POST /disarm", 423, R"({"error":{"code":"x","message":"no key"}})");
    remove("strategy-engine");
    const auto done = ctl({"kill"});
    EXPECT_EQ(done.exit_code, 1);
    const auto asked = port("trade-executor").asked();
    ASSERT_EQ(asked.size(), 2U);
    EXPECT_FALSE(json::parse(asked.at(1).body).contains("revoke"));
    EXPECT_THAT(done.output, HasSubstr("NOT REACHED"));
    EXPECT_THAT(done.output, HasSubstr("Nothing was revoked"));
    EXPECT_THAT(done.output, HasSubstr("may still trade"));
}

TEST_F(ArmTest, WrongWordsAreExplained) {
    EXPECT_EQ(ctl({"arm", "everything"}).exit_code, 2);
    EXPECT_EQ(ctl({"fly"}).exit_code, 2);
    EXPECT_THAT(ctl({"fly"}).output, HasSubstr("there is no verb \"fly\""));
    EXPECT_EQ(ctl({"arm", "all", "--ttl", "soon"}).exit_code, 2);
    EXPECT_EQ(ctl({}).exit_code, 2);
    EXPECT_EQ(ctl({"--help"}).exit_code, 0);
}

}  // namespace
}  // namespace unrip::test
