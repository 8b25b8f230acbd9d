#include "integration/liquidity/desk.hpp"

#include <gmock/gmock.h>

namespace unrip::test {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;

/// Whatever is killed whenever: one withdrawal, always of the same bytes.
class Crashes : public Desk {
  protected:
    /// As the strategy does: each time it is asked.
    void keep_making_room(const std::string& name) {
        EXPECT_TRUE(until([&] {
            make_room(name);
            return !venue.calls().empty();
        })) << manager->log();
    }

    void restart() {
        manager->start();
        manager->await_ready();
        unfreeze();
    }
};

TEST_F(Crashes, AfterItWasPreparedTheSameBytesAreSent) {
    venue.set([](auto& weather) { weather.node_takes_bytes = false; });
    open();
    unfreeze();
    const auto name = withdraw();
    ASSERT_TRUE(comes_to(name, "reserving"));
    make_room(name);
    ASSERT_TRUE(until([&] { return !venue.sent().empty(); })) << manager->log();
    manager->kill_9();
    EXPECT_TRUE(venue.calls().empty()) << "the node threw it away";

    venue.set([](auto& weather) { weather.node_takes_bytes = true; });
    restart();
    ASSERT_TRUE(comes_to(name, "executed")) << manager->log();
    EXPECT_EQ(venue.calls().size(), 1U);
    EXPECT_THAT(venue.sent(), Each(venue.sent().front()));
    EXPECT_GE(venue.sent().size(), 2U);
}

TEST_F(Crashes, AfterItWasSentItIsFoundAndNotSentAnew) {
    venue.set([](auto& weather) {
        weather.node_says_so = false;
        weather.node_knows_results = false;
    });
    open();
    unfreeze();
    const auto name = withdraw();
    ASSERT_TRUE(comes_to(name, "reserving"));
    make_room(name);
    ASSERT_TRUE(until([&] { return !venue.calls().empty(); })) << manager->log();
    manager->kill_9();

    venue.set([](auto& weather) {
        weather.node_says_so = true;
        weather.node_knows_results = true;
        weather.bridge_status = "COMPLETED";
    });
    restart();
    ASSERT_TRUE(comes_to(name, "completed")) << manager->log();
    EXPECT_EQ(venue.calls().size(), 1U);
    EXPECT_THAT(venue.sent(), Each(venue.sent().front()));
    const auto states = history(name);
    EXPECT_EQ(states.back(), "completed");
    EXPECT_EQ(std::count(states.begin(), states.end(), "prepared"), 1);
}

TEST_F(Crashes, WhileItWaitsForRoomItWaitsOn) {
    open();
    unfreeze();
    const auto name = withdraw();
    ASSERT_TRUE(comes_to(name, "reserving"));
    manager->kill_9();
    manager->start();
    manager->await_ready();
    make_room(name);
    turn_for(Milliseconds{500});
    EXPECT_EQ(shown(name).at("state"), "reserving") << "frozen after every start";
    unfreeze();
    make_room(name);
    ASSERT_TRUE(comes_to(name, "executed")) << manager->log();
    EXPECT_EQ(venue.calls().size(), 1U);
    const auto same = R"({"asset_id":")" + kBtc + R"(","amount":"100000"})";
    EXPECT_THAT(ask(same, "k-1").body, ::testing::HasSubstr(name));
}

TEST_F(Crashes, WhileFrozenNothingIsSentAgain) {
    venue.set([](auto& weather) { weather.node_takes_bytes = false; });
    open();
    unfreeze();
    const auto name = withdraw();
    ASSERT_TRUE(comes_to(name, "reserving"));
    make_room(name);
    ASSERT_TRUE(until([&] { return !venue.sent().empty(); }));
    manager->kill_9();
    const auto sent_before = venue.sent().size();

    venue.set([](auto& weather) { weather.node_takes_bytes = true; });
    manager->start();
    manager->await_ready();
    ASSERT_TRUE(manager->comes_to_say("/metrics", "unrip_bus_connected 1"));
    turn_for(Milliseconds{1'500});
    EXPECT_EQ(venue.sent().size(), sent_before);
    unfreeze();
    ASSERT_TRUE(comes_to(name, "executed")) << manager->log();
    EXPECT_EQ(venue.calls().size(), 1U);
}

TEST_F(Crashes, OfNatsLoseNothing) {
    open();
    unfreeze();
    const auto name = withdraw();
    ASSERT_TRUE(comes_to(name, "reserving"));
    nats.kill();
    ASSERT_TRUE(until([&] { return !connection->is_connected(); }));
    nats.start();
    ASSERT_TRUE(until([&] { return connection->is_connected(); }));
    keep_making_room(name);
    ASSERT_TRUE(comes_to(name, "executed")) << manager->log();
    EXPECT_THAT(history(name), ElementsAre("requested", "reserving", "prepared", "executed"));
}

TEST_F(Crashes, TwoOfUsMakeOneWithdrawal) {
    open();
    unfreeze();
    auto first = std::move(manager);
    open({{"UNRIP_INSTANCE", "liquidity-2"}});
    unfreeze();
    const auto name = withdraw("k-1");
    const auto body = R"({"asset_id":")" + kBtc + R"(","amount":"100000"})";
    const auto other = first->post("/withdraw", body, "Idempotency-Key: k-1\r\n");
    EXPECT_THAT(other.body, ::testing::HasSubstr(name)) << first->log();
    keep_making_room(name);
    ASSERT_TRUE(comes_to(name, "executed")) << manager->log() << first->log();
    EXPECT_EQ(venue.calls().size(), 1U);
    EXPECT_THAT(venue.sent(), Each(venue.sent().front()));
}

}  // namespace
}  // namespace unrip::test
