// How a process begins and ends: signals, order, exit codes.

#include "integration/runtime/caller.hpp"
#include "integration/runtime/spawned.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <fstream>

namespace unrip::test {
namespace {

using testing::HasSubstr;
using testing::Not;

void wait_until_ready(Spawned& service) {
    for (int attempt = 0; attempt < 2000 && ask(service.port(), "GET", "/readyz").status != 200;
         ++attempt)
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
}

/// A file that is gone with the test.
class TemporaryFile {
  public:
    TemporaryFile(std::string_view text, mode_t mode) {
        std::string name{"/tmp/unrip-runtime-test-XXXXXX"};
        close(mkstemp(name.data()));
        path_ = name;
        std::ofstream{path_} << text;
        chmod(path_.c_str(), mode);
    }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;
    ~TemporaryFile() { std::remove(path_.c_str()); }
    const std::string& path() const { return path_; }

  private:
    std::string path_;
};

class Stops : public testing::TestWithParam<int> {};

TEST_P(Stops, InOrderWhenASignalAsks) {
    Spawned service;
    wait_until_ready(service);
    tell(service.port(), "POST", "/arm", "{}");
    service.signal(GetParam());
    EXPECT_EQ(service.exit_code(), 0);

    // Disarm and tell, drain the last first, then take the parts down.
    const auto said = service.said();
    const auto disarmed = said.find(R"("event":"published","fields":{"after":"disarmed"})");
    const auto last = said.find(R"("event":"drained","fields":{"what":"opened last"})");
    const auto draining = said.find(R"("event":"draining","fields":{"armed":false})");
    const auto first = said.find(R"("event":"drained","fields":{"what":"opened first"})");
    const auto gone = said.find("part_destroyed");
    const auto stopped = said.find(R"("event":"stopped","fields":{"clean":true})");
    for (const auto at : {disarmed, last, draining, first, gone, stopped})
        ASSERT_NE(at, std::string::npos) << said;
    EXPECT_LT(disarmed, last);
    EXPECT_LT(last, draining);
    EXPECT_LT(draining, first);
    EXPECT_LT(first, gone);
    EXPECT_LT(gone, stopped);
}

INSTANTIATE_TEST_SUITE_P(Signals, Stops, testing::Values(SIGTERM, SIGINT));

TEST(Lifecycle, StopsWhenAskedFromInsideWithHandlersAndCallersOpen) {
    Spawned service;
    wait_until_ready(service);
    Caller waiting{service.port()};
    waiting.send("GET /slow HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    const Caller idle{service.port()};
    ask(service.port(), "POST", "/stop");
    EXPECT_EQ(service.exit_code(), 0);
    EXPECT_TRUE(waiting.is_hung_up_on());
}

TEST(Lifecycle, DiesWithCode1WhenTheLoopThrowsAndSaysSoOnce) {
    Spawned service;
    wait_until_ready(service);
    ask(service.port(), "POST", "/crash-the-loop");
    EXPECT_EQ(service.exit_code(), 1);
    const auto said = service.said();
    EXPECT_THAT(said, HasSubstr("thrown in the loop"));
    EXPECT_EQ(said.find("thrown in the loop"), said.rfind("thrown in the loop"));
}

TEST(Lifecycle, DiesWithCode1WhenTheBodyThrows) {
    Spawned service{"fail-later"};
    EXPECT_EQ(service.exit_code(), 1);
    EXPECT_THAT(service.said(), HasSubstr("the engine broke"));
}

TEST(Lifecycle, EndsWithCode2WhenTheServiceSaysItCannotStart) {
    Spawned service{"cannot-start"};
    EXPECT_EQ(service.exit_code(), 2);
    EXPECT_THAT(service.said(), HasSubstr("strategy-engine: the policy makes no sense.\n"));
}

TEST(Lifecycle, GivesUpOnADrainThatNeverEnds) {
    Spawned service{"stuck-drain", {{"UNRIP_SHUTDOWN_TIMEOUT", "1s"}}};
    wait_until_ready(service);
    service.signal(SIGTERM);
    EXPECT_EQ(service.exit_code(), 1);
    EXPECT_THAT(service.said(), HasSubstr(R"("what":"never ends","why":"not done in time")"));
}

TEST(Lifecycle, LeavesEvenWhenTheLoopItselfIsBlocked) {
    Spawned service{"stuck-loop", {{"UNRIP_SHUTDOWN_TIMEOUT", "1s"}}};
    ASSERT_NE(service.port(), 0);
    service.signal(SIGTERM);
    EXPECT_EQ(service.exit_code(), 1);
    EXPECT_THAT(service.said(), HasSubstr("the orderly end took too long"));
}

TEST(Lifecycle, EndsWithCode2OnABusyPortAndNamesWhoHasIt) {
    Spawned first;
    const auto port = std::to_string(first.port());
    Spawned second{"live", {{"STRATEGY_ENGINE_PORT", port}}};
    EXPECT_EQ(second.exit_code(), 2);
    EXPECT_THAT(
        second.said(),
        HasSubstr(
            "strategy-engine: port " + port + " is taken by another process (pid " +
            std::to_string(first.pid()) + "). Stop it, or set STRATEGY_ENGINE_PORT."
        )
    );
}

TEST(Lifecycle, EndsWithCode2WithAllMistakesAtOnce) {
    Spawned service{
        "live",
        {{"STRATEGY_MAX_NOTIONAL_EURE", "five"},
         {"STRATEGY_MAX_NOTIONAL_EUR", "5"},
         {"UNRIP_LOG_LEVEL", "loud"},
         {"CONTROL_BIND", "0.0.0.0"},
         {"STRATEGY_ENGINE_PORT", "tcp://10.0.0.1:8086"},
         {"NATS_PORT_4222_TCP", "tcp://10.0.0.2:4222"}}};
    EXPECT_EQ(service.exit_code(), 2);
    const auto said = service.said();
    EXPECT_THAT(
        said,
        HasSubstr("strategy-engine: STRATEGY_MAX_NOTIONAL_EURE is \"five\"; it must be a positive "
                  "number of "
                  "EURe, such as 5 or 12.50.\n")
    );
    EXPECT_THAT(said, HasSubstr("did you mean STRATEGY_MAX_NOTIONAL_EURE?"));
    EXPECT_THAT(
        said, HasSubstr("UNRIP_LOG_LEVEL is \"loud\"; it must be debug, info, warn or error.")
    );
    EXPECT_THAT(said, HasSubstr("CONTROL_TOKENLESS_BIND=i-publish-on-loopback-only"));
    EXPECT_THAT(said, HasSubstr("enableServiceLinks: false"));
    EXPECT_THAT(said, Not(HasSubstr("NATS_PORT_4222_TCP")));
}

TEST(Lifecycle, EndsWithCode2EvenWhenTheBodyForgotToAsk) {
    Spawned service{"fail-later", {{"CONTROL_BIND", "nowhere"}}};
    EXPECT_EQ(service.exit_code(), 2);
    EXPECT_THAT(service.said(), HasSubstr("CONTROL_BIND is \"nowhere\""));
}

TEST(Lifecycle, EndsWithCode2OnAnAddressThatIsNotOurs) {
    Spawned service{"live", {{"CONTROL_BIND", "192.0.2.1"}, {"CONTROL_TOKEN", "a-token"}}};
    EXPECT_EQ(service.exit_code(), 2);
    EXPECT_THAT(service.said(), HasSubstr("Set CONTROL_BIND"));
}

TEST(Lifecycle, BindsBeyondLoopbackWithTheWordsThatSayItIsMeant) {
    Spawned service{
        "live",
        {{"CONTROL_BIND", "0.0.0.0"}, {"CONTROL_TOKENLESS_BIND", "i-publish-on-loopback-only"}}};
    const auto port = service.port();
    for (const auto* host : {"10.1.2.3:8086", "strategy-engine:8086", "localhost"})
        EXPECT_EQ(ask(port, "GET", "/livez", "Host: " + std::string{host} + "\r\n").status, 200)
            << host;
    EXPECT_EQ(ask(port, "GET", "/livez", "Host: evil.example\r\n").status, 403);
}

TEST(Lifecycle, ReadsASecretFromAFileThatOnlyItsOwnerReads) {
    const TemporaryFile file{"hunter2\n", 0600};
    Spawned service{"with-secret", {{"NATS_PASSWORD_FILE", file.path()}}};
    EXPECT_TRUE(service.says(R"("found":true,"hidden":true)"));
    EXPECT_THAT(service.said(), Not(HasSubstr("hunter2")));
}

TEST(Lifecycle, RefusesASecretThatOthersCanRead) {
    const TemporaryFile file{"hunter2\n", 0644};
    Spawned service{"with-secret", {{"NATS_PASSWORD_FILE", file.path()}}};
    EXPECT_EQ(service.exit_code(), 2);
    EXPECT_THAT(service.said(), HasSubstr("chmod 600 " + file.path()));
    EXPECT_THAT(service.said(), Not(HasSubstr("hunter2")));
}

TEST(Lifecycle, TakesASecretOutOfItsEnvironment) {
    Spawned service{
        "with-secret", {{"NATS_PASSWORD", "hunter2"}, {"NEAR_ACCOUNT_PRIVATE_KEY", "k3y"}}};
    EXPECT_TRUE(service.says(R"("found":true)"));
    std::ifstream file{"/proc/" + std::to_string(service.pid()) + "/environ"};
    const std::string environment{std::istreambuf_iterator<char>{file}, {}};
    EXPECT_THAT(environment, Not(HasSubstr("hunter2")));
    EXPECT_THAT(environment, Not(HasSubstr("k3y")));
}

}  // namespace
}  // namespace unrip::test
