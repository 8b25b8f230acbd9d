#include "integration/unripctl/fake_house.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <csignal>
#include <fstream>
#include <thread>

namespace unrip::test {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;

std::int64_t now_ms() {
    return to_unix_ms(SystemClock{}.now());
}

struct WatchTest : FakeHouse {
    TemporaryDirectory directory;
    std::string file = (directory.path() / "watch.log").string();
    pid_t child = -1;

    WatchTest() {
        have_history();
        all_answer_state();
    }
    ~WatchTest() override { end(); }

    void start(const std::vector<std::string>& words) {
        child = start_child(command(words), file, RunAs{});
    }
    void end() {
        if (child <= 0) return;
        kill(child, SIGTERM);
        await_end(child, 30);
        child = -1;
    }
    std::string said() const {
        std::ifstream stream{file};
        return {std::istreambuf_iterator<char>{stream}, {}};
    }
    bool comes_to_say(const std::string& text) const {
        for (int look = 0; look < 600; ++look) {
            if (said().find(text) != std::string::npos) return true;
            std::this_thread::sleep_for(std::chrono::milliseconds{50});
        }
        return false;
    }
};

TEST_F(WatchTest, OnceShowsHeadAndLastEventsAndEnds) {
    const auto at = now_ms();
    write({
        counted(100, at, "1000000", "600000000000000000000"),
        retold("decision.trade_decision", "dec-7-1204", at),
        retold("decision.trade_decision@declined", "dec-7-1205", at + 1),
        retold("exec.trade_result", "res-1", at + 2),
        retold("exec.trade_settlement@matched", "set-0", at + 3),
        retold("exec.trade_settlement", "set-1", at + 4),
        retold("ops.service_control", "ctl-1", at + 5),
    });
    const auto shown = ctl({"watch", "--once", "--backfill", "3"});
    EXPECT_EQ(shown.exit_code, 0) << shown.output;
    EXPECT_THAT(shown.output, HasSubstr("TRADING  strategy armed"));
    EXPECT_THAT(shown.output, HasSubstr("quote     user gives 5.00 EURe, wants BTC"));
    EXPECT_THAT(
        shown.output,
        HasSubstr("decision  sell 0.000 082 71 BTC at 60 450.00   +75.0 bps   slot 7-1/0")
    );
    EXPECT_THAT(shown.output, HasSubstr("declined  user gives 0.000 100 00 BTC, wants EURe"));
    EXPECT_THAT(
        shown.output,
        HasSubstr("worth more than one quote may be: 6.00 EURe; the limit is 5.00 EURe")
    );
    EXPECT_THAT(shown.output, HasSubstr("sent      accepted by the relay in 0.41 ms"));
    EXPECT_THAT(shown.output, HasSubstr("matched   q 0c1f…3a"));
    EXPECT_THAT(shown.output, HasSubstr("settled   +5.00 EURe  -0.000 082 71 BTC"));
    EXPECT_THAT(shown.output, HasSubstr("earned 0.04 EURe"));
    EXPECT_THAT(shown.output, HasSubstr("count     held 0.010 000 00 BTC"));
}

TEST_F(WatchTest, BackfillBoundsWhatIsShownAndJsonIsOneObjectEach) {
    const auto at = now_ms();
    std::vector<Said> story;
    for (int i = 0; i < 5; ++i)
        story.push_back(
            retold("decision.trade_decision@declined", "dec-" + std::to_string(i), at + i)
        );
    write(story);
    const auto shown = ctl({"watch", "--once", "--backfill", "2", "--json"});
    std::istringstream lines{shown.output};
    int count = 0;
    for (std::string line; std::getline(lines, line);) {
        EXPECT_EQ(json::parse(line).at("kind"), "decision") << line;
        ++count;
    }
    EXPECT_EQ(count, 2);
}

TEST_F(WatchTest, TellsWhatIsWrittenWhileItWatches) {
    start({"watch", "--backfill", "0"});
    ASSERT_TRUE(comes_to_say("TRADING"));
    write({retold("exec.trade_result", "res-1", now_ms())});
    EXPECT_TRUE(comes_to_say("accepted by the relay")) << said();
    write({retold("exec.trade_result", "res-2", now_ms(), {{"outcome", "unknown"}}, json::object())}
    );
    EXPECT_TRUE(comes_to_say("no verdict came")) << said();
    const auto all = said();
    EXPECT_EQ(all.find("accepted by the relay"), all.rfind("accepted by the relay"));
}

TEST_F(WatchTest, QuietIsSaidToBeReal) {
    start({"watch", "--heartbeat-every", "1"});
    EXPECT_TRUE(comes_to_say("1 s: 0 seen, 0 quoted, 0 settled   strategy armed, executor disarmed")
    ) << said();
    remove("trade-executor");
    EXPECT_TRUE(comes_to_say("executor not there")) << said();
}

/// A server of its own, since it is stopped.
TEST_F(WatchTest, SurvivesARestartOfPostgres) {
    PostgresServer server;
    environment_["POSTGRES_URL"] = server.create_database("unrip");
    const auto migrate = in_environment(
        {{"POSTGRES_URL", server.url("unrip")}}, std::string{UNRIP_BIN_DIR} + "/unrip-migrate"
    );
    ASSERT_EQ(run_child(migrate, "", RunAs{}).exit_code, 0);
    start({"watch", "--backfill", "0"});
    ASSERT_TRUE(comes_to_say("services"));
    server.kill_9();
    EXPECT_TRUE(comes_to_say("history   away")) << said();
    server.start();
    EXPECT_TRUE(comes_to_say("history   back")) << said();
    server.sql(
        "unrip",
        "insert into alerts (id, source, sent_at, name, key, severity, state, since_ms, repeats,"
        " summary, body) values ('a', 's', now(), 'n', 'k', 'warning', 'raised', 0, 0,"
        " 'Something is odd.', '{}')"
    );
    EXPECT_TRUE(comes_to_say("ALERT     Something is odd.")) << said();
}

TEST_F(WatchTest, WithoutAHistoryItStillShowsTheServices) {
    environment_.erase("POSTGRES_URL");
    const auto shown = ctl({"watch", "--once"});
    EXPECT_EQ(shown.exit_code, 1);
    EXPECT_THAT(shown.output, HasSubstr("TRADING  strategy armed"));
    EXPECT_THAT(shown.output, HasSubstr("POSTGRES_URL is not set"));
}

}  // namespace
}  // namespace unrip::test
