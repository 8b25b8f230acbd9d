// Alerts on their way to people: what a webhook hears, and what its absence does.

#include "integration/pipeline/house.hpp"
#include "support/scripted_server.hpp"
#include "support/speaker.hpp"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <deque>
#include <mutex>
#include <thread>

namespace unrip::test {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr auto kToken = "/hooks/T0K3N-that-nobody-may-see";
constexpr auto kTaken = R"(unrip_alert_notices_total{outcome="delivered"} )";

std::int64_t now_ms() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

/// Keeps every notice that comes, and answers with the statuses it was given, then with 200.
class Receiver {
  public:
    explicit Receiver(std::deque<int> answers = {}) : answers_{std::move(answers)} {}

    std::string url() const { return server_.url("http") + kToken; }
    std::vector<json> heard() const {
        const std::lock_guard lock{guard_};
        return heard_;
    }
    bool comes_to_hear(std::size_t count) const {
        for (int look = 0; look < 1'200 && heard().size() < count; ++look)
            std::this_thread::sleep_for(std::chrono::milliseconds{50});
        return heard().size() >= count;
    }

  private:
    void serve(ScriptedPeer& peer) {
        while (true) {
            const auto body = peer.read_body_of_request();
            if (body.empty()) return;  // The client closed.
            int status = 200;
            {
                const std::lock_guard lock{guard_};
                heard_.push_back(json::parse(body));
                if (!answers_.empty()) {
                    status = answers_.front();
                    answers_.pop_front();
                }
            }
            peer.write("HTTP/1.1 " + std::to_string(status) + " X\r\nContent-Length: 0\r\n\r\n");
        }
    }

    mutable std::mutex guard_;
    std::vector<json> heard_;
    std::deque<int> answers_;
    ScriptedServer server_{[this](ScriptedPeer& peer) { serve(peer); }};
};

Said alert(const std::string& id, const std::string& key, const std::string& state, int repeats) {
    return retold(
        "ops.alert",
        id,
        now_ms(),
        {{"key", key}, {"state", state}, {"repeats", repeats}, {"severity", "critical"}},
        json::object()
    );
}

struct Webhook : testing::Test {
    House house;
    Speaker speaker{house.nats.url()};

    ServiceProcess writer(const std::string& webhook) {
        return ServiceProcess{
            "history-writer",
            "HISTORY_WRITER_PORT",
            {{"NATS_URL", house.nats.url()},
             {"NATS_SYNC", "1s"},
             {"POSTGRES_URL", house.postgres.url("unrip")},
             {"UNRIP_POLICY_FILE", kPolicy},
             {"ALERT_WEBHOOK_URL", webhook},
             {"UNRIP_INSTANCE", "writer-1"}}};
    }
};

TEST_F(Webhook, ATroubleIsToldOnceAndItsEndOnce) {
    Receiver receiver;
    auto process = writer(receiver.url());
    process.start();
    process.await_ready();
    speaker.say({
        alert("a-1", "slot", "raised", 0),
        alert("a-2", "slot", "raised", 1),
        alert("a-3", "slot", "raised", 2),
        alert("a-4", "slot", "cleared", 2),
        alert("a-5", "other", "raised", 0),
    });
    ASSERT_TRUE(receiver.comes_to_hear(3)) << process.log();
    const auto heard = receiver.heard();
    EXPECT_EQ(heard.at(0).at("id"), "a-1");
    EXPECT_EQ(heard.at(0).at("state"), "raised");
    EXPECT_EQ(heard.at(1).at("id"), "a-4");
    EXPECT_EQ(heard.at(1).at("state"), "cleared");
    EXPECT_EQ(heard.at(2).at("id"), "a-5");
    EXPECT_EQ(heard.size(), 3U);
    EXPECT_TRUE(process.comes_to_say("/metrics", std::string{kTaken} + "3"));
    EXPECT_THAT(process.get("/metrics").body, HasSubstr("unrip_alert_troubles_lasting 1"));
    EXPECT_TRUE(house.comes_to("select count(*) from alerts where id like 'a-%'", "5"));
}

TEST_F(Webhook, WhatIsNotTakenIsTriedAgainAndHistoryGoesOn) {
    Receiver receiver{{500, 503}};
    auto process = writer(receiver.url());
    process.start();
    process.await_ready();
    speaker.say({alert("a-1", "slot", "raised", 0), alert("a-2", "slot", "cleared", 0)});
    ASSERT_TRUE(receiver.comes_to_hear(4)) << process.log();
    const auto heard = receiver.heard();
    for (const auto at : {0U, 1U, 2U})
        EXPECT_EQ(heard.at(at).at("id"), "a-1");
    EXPECT_EQ(heard.at(3).at("id"), "a-2");
    EXPECT_TRUE(process.comes_to_say("/metrics", std::string{kTaken} + "2"));
    EXPECT_THAT(
        process.get("/metrics").body,
        HasSubstr(R"(unrip_alert_notices_total{outcome="tried_again"} 2)")
    );
    EXPECT_THAT(process.get("/healthz").body, HasSubstr(R"("sentence":"notices are taken")"));
}

TEST_F(Webhook, WhatIsRefusedIsNotTriedAgain) {
    Receiver receiver{{404}};
    auto process = writer(receiver.url());
    process.start();
    process.await_ready();
    speaker.say({alert("a-1", "slot", "raised", 0), alert("a-2", "other", "raised", 0)});
    ASSERT_TRUE(receiver.comes_to_hear(2)) << process.log();
    EXPECT_EQ(receiver.heard().at(1).at("id"), "a-2");
    EXPECT_TRUE(
        process.comes_to_say("/metrics", R"(unrip_alert_notices_total{outcome="refused"} 1)")
    );
}

TEST_F(Webhook, WithNobodyThereAllElseGoesOnAndTheAddressIsNeverShown) {
    const auto address = [] {
        ScriptedServer gone{[](ScriptedPeer&) {}};
        return gone.url("http") + kToken;
    }();
    auto process = writer(address);
    process.start();
    process.await_ready();
    speaker.say({alert("a-1", "slot", "raised", 0)});
    EXPECT_TRUE(process.comes_to_say("/healthz", "the last notice was not taken")) << process.log();
    EXPECT_EQ(process.get("/healthz").status, 200);
    speaker.say({alert("a-2", "slot", "cleared", 0), priced("px-1", now_ms(), "60000")});
    EXPECT_TRUE(house.comes_to("select count(*) from alerts where id like 'a-%'", "2"));
    EXPECT_TRUE(house.comes_to("select count(*) from market_price_events where id = 'px-1'", "1"));
    EXPECT_TRUE(
        process.comes_to_say("/metrics", R"(unrip_alert_notices_total{outcome="delivered"} 0)")
    );
    for (const auto* path : {"/state", "/healthz", "/metrics"})
        EXPECT_THAT(process.get(path).body, Not(HasSubstr("T0K3N"))) << path;
    EXPECT_EQ(process.stop(), 0);
    EXPECT_THAT(process.log(), Not(HasSubstr("T0K3N")));
}

TEST_F(Webhook, AnAddressThatCanNotBeIsRefusedUnseen) {
    auto process = writer("slack.example/T0K3N");
    process.start();
    EXPECT_EQ(process.await_exit(), 2);
    EXPECT_THAT(process.log(), HasSubstr(R"(ALERT_WEBHOOK_URL is "***"; it must be an address)"));
    EXPECT_THAT(process.log(), Not(HasSubstr("T0K3N")));
}

}  // namespace
}  // namespace unrip::test
