#include "bus_fixture.hpp"

#include <gmock/gmock.h>

#include <thread>

namespace unrip::bus {
namespace {

using ::testing::HasSubstr;

struct ConnectionTest : BusTest {
    Server server;
    std::unique_ptr<Connection> connection = connect(settings_for(server));
};

TEST_F(ConnectionTest, TellsHowItIsDoing) {
    const auto status = connection->status();
    EXPECT_TRUE(status.connected);
    EXPECT_TRUE(connection->is_connected());
    EXPECT_EQ(status.url, server.url());
    EXPECT_EQ(status.reconnects, 0U);
    EXPECT_THAT(status.server_version, HasSubstr("."));
    EXPECT_EQ(status.durability, durability_of(status.server_version, "1s"));
    EXPECT_TRUE(status.last_errors.empty());
}

TEST_F(ConnectionTest, DeliversInTheOrderOfPublishing) {
    constexpr int count = 3'000;
    std::vector<std::string> heard;
    const Inflow inflow{count, net::Overflow::refuse_newest};
    const auto subscription = connection->subscribe("price.>", inflow, [&](Incoming& incoming) {
        EXPECT_EQ(incoming.subject, "price.btc");
        heard.push_back(std::move(incoming.body));
    });
    for (int i = 0; i < count; ++i)
        ASSERT_TRUE(connection->publish("price.btc", std::to_string(i)));
    ASSERT_TRUE(until([&] { return heard.size() == count; }));
    for (int i = 0; i < count; ++i)
        ASSERT_EQ(heard[static_cast<std::size_t>(i)], std::to_string(i));
    EXPECT_EQ(subscription.stats().dropped, 0U);
}

TEST_F(ConnectionTest, CarriesTheMessageIdAndEmptyBodies) {
    std::vector<Incoming> heard;
    const auto subscription =
        connection->subscribe("a.b", {}, [&](Incoming& incoming) { heard.push_back(incoming); });
    Outgoing outgoing;
    outgoing.subject = "a.b";
    outgoing.headers.emplace_back("Nats-Msg-Id", "m1");
    ASSERT_TRUE(connection->publish(outgoing));
    ASSERT_TRUE(connection->publish("a.b", ""));
    ASSERT_TRUE(until([&] { return heard.size() == 2; }));
    EXPECT_EQ(heard[0].message_id, "m1");
    EXPECT_EQ(heard[0].body, "");
    EXPECT_EQ(heard[0].status, 0);
    EXPECT_EQ(heard[1].message_id, "");
}

TEST_F(ConnectionTest, CountsWhatASlowLoopLost) {
    // Somebody who floods from a loop of his own, while ours stands still in its first handler.
    struct Flooder : BusTest {
        void TestBody() override {}
    } other;
    const auto flooder = other.connect(settings_for(server));
    constexpr int count = 5'000;
    std::vector<std::string> heard;
    const auto stand_still = [&] {
        for (int i = 0; i < count; ++i)
            ASSERT_TRUE(flooder->publish("price.btc", std::to_string(i)));
        ASSERT_TRUE(other.get(flooder->drain(kLong)));
        std::this_thread::sleep_for(std::chrono::milliseconds{100});
    };
    const Inflow inflow{10, net::Overflow::drop_oldest};
    const auto subscription = connection->subscribe("price.btc", inflow, [&](Incoming& incoming) {
        if (heard.empty()) stand_still();
        heard.push_back(std::move(incoming.body));
    });
    ASSERT_TRUE(connection->publish("price.btc", "first"));
    ASSERT_TRUE(until([&] { return !heard.empty() && heard.back() == "4999"; }));
    const auto stats = subscription.stats();
    EXPECT_EQ(stats.received, count + 1U);
    EXPECT_GT(stats.dropped, 0U);
    EXPECT_EQ(stats.dropped, stats.received - heard.size());
    EXPECT_EQ(connection->status().dropped, stats.dropped);
}

TEST_F(ConnectionTest, HearsNothingOnceASubscriptionIsGone) {
    int heard = 0;
    auto subscription = connection->subscribe("a", {}, [&](Incoming&) { ++heard; });
    ASSERT_TRUE(connection->publish("a", "1"));
    ASSERT_TRUE(until([&] { return heard == 1; }));
    ASSERT_TRUE(connection->publish("a", "2"));
    subscription = Subscription{};
    ASSERT_TRUE(connection->publish("a", "3"));
    turn_for(Milliseconds{50});
    EXPECT_EQ(heard, 1);
}

TEST_F(ConnectionTest, LetsAHandlerEndItsOwnSubscription) {
    int heard = 0;
    Subscription subscription;
    subscription = connection->subscribe("a", {}, [&](Incoming&) {
        ++heard;
        subscription = Subscription{};
    });
    for (int i = 0; i < 10; ++i)
        ASSERT_TRUE(connection->publish("a", "x"));
    ASSERT_TRUE(until([&] { return heard > 0; }));
    turn_for(Milliseconds{50});
    EXPECT_EQ(heard, 1);
}

TEST_F(ConnectionTest, ComesBackAfterTheServerWasKilled) {
    int heard = 0;
    int changes = 0;
    const auto subscription = connection->subscribe("a", {}, [&](Incoming&) { ++heard; });
    const auto listener = connection->on_change([&] { ++changes; });
    const auto generation = connection->generation();
    server.kill();
    ASSERT_TRUE(until([&] { return !connection->status().connected && changes == 1; }));
    const auto unheard = connection->publish("a", "lost");
    ASSERT_FALSE(unheard);
    EXPECT_EQ(unheard.error().kind, Error::Kind::unavailable);
    // Also what begins while the server is away hears once it is back, and what ended does not.
    int heard_too = 0;
    int never = 0;
    const auto later = connection->subscribe("a", {}, [&](Incoming&) { ++heard_too; });
    {
        const auto ended = connection->subscribe("a", {}, [&](Incoming&) { ++never; });
    }
    server.start();
    ASSERT_TRUE(until([&] { return connection->is_connected() && changes == 2; }));
    EXPECT_EQ(connection->status().reconnects, 1U);
    EXPECT_EQ(connection->generation(), generation + 1);
    EXPECT_FALSE(connection->status().last_errors.empty());
    ASSERT_TRUE(connection->publish("a", "heard"));
    ASSERT_TRUE(until([&] { return heard == 1 && heard_too == 1; }));
    EXPECT_EQ(never, 0);
}

TEST_F(ConnectionTest, KnowsWhetherItStood) {
    EXPECT_TRUE(get(connection->stands_for(Milliseconds{50})));
    bool has_ended = false;
    std::optional<Result<void>> stood;
    auto watch = [&]() -> Task<void> {
        constexpr Milliseconds duration{3'000};
        auto result = co_await connection->stands_for(duration);
        stood.emplace(std::move(result));
        has_ended = true;
    };
    boost::asio::co_spawn(loop, watch(), [](const std::exception_ptr& broke) {
        if (broke) std::rethrow_exception(broke);
    });
    turn_for(Milliseconds{10});
    server.kill();
    server.start();
    ASSERT_TRUE(until([&] { return has_ended; }));
    ASSERT_FALSE(*stood);
    EXPECT_EQ(stood->error().kind, Error::Kind::unavailable);
}

TEST_F(ConnectionTest, DrainsWhatHasArrivedAndThenIsClosed) {
    constexpr int count = 1'000;
    int heard = 0;
    const Inflow inflow{count, net::Overflow::refuse_newest};
    const auto subscription = connection->subscribe("a", inflow, [&](Incoming&) { ++heard; });
    for (int i = 0; i < count; ++i)
        ASSERT_TRUE(connection->publish("a", "x"));
    ASSERT_TRUE(until([&] { return heard > 0; }));
    const auto drained = get(connection->drain(kLong));
    ASSERT_TRUE(drained) << drained.error().detail;
    EXPECT_EQ(heard, count);
    EXPECT_FALSE(connection->is_connected());
    EXPECT_FALSE(connection->publish("a", "x"));
    turn_for(Milliseconds{300});
    EXPECT_FALSE(connection->is_connected());
}

TEST_F(ConnectionTest, CallsNobodyAfterItHasGone) {
    for (int round = 0; round < 10; ++round) {
        auto other = connect(settings_for(server));
        bool may_hear = true;
        const auto subscription =
            other->subscribe("a", {}, [&](Incoming&) { EXPECT_TRUE(may_hear); });
        const auto listener = other->on_change([&] { EXPECT_TRUE(may_hear); });
        for (int i = 0; i < 200; ++i)
            ASSERT_TRUE(connection->publish("a", "x"));
        other.reset();
        may_hear = false;
        turn_for(Milliseconds{5});
    }
}

TEST_F(ConnectionTest, OutlivesItsLoopInPeace) {
    auto other_loop = std::make_unique<boost::asio::io_context>();
    auto connecting =
        Connection::connect(other_loop->get_executor(), clock, settings_for(server), kLong);
    std::unique_ptr<Connection> other;
    auto keep = [](std::unique_ptr<Connection>& kept,
                   Task<Result<std::unique_ptr<Connection>>> task) -> Task<void> {
        auto made = co_await std::move(task);
        if (made) kept = std::move(*made);
    };
    test::run_task(*other_loop, keep(other, std::move(connecting)));
    ASSERT_TRUE(other);
    auto subscription = other->subscribe("a", {}, [](Incoming&) {});
    for (int i = 0; i < 200; ++i)
        ASSERT_TRUE(connection->publish("a", "x"));
    other.reset();
    other_loop.reset();
    subscription = Subscription{};
}

struct LateServer : BusTest {};

TEST_F(LateServer, IsWaitedForInTheBackground) {
    Server server;
    const auto settings = settings_for(server);
    server.kill();
    const auto connection = try_connect(settings, Milliseconds{100});
    ASSERT_TRUE(connection) << connection.error().detail;
    EXPECT_FALSE((*connection)->is_connected());
    EXPECT_EQ((*connection)->status().durability.kind, Durability::Kind::lazy);
    int heard = 0;
    const auto subscription = (*connection)->subscribe("a", {}, [&](Incoming&) { ++heard; });
    server.start();
    ASSERT_TRUE(until([&] { return (*connection)->is_connected(); }));
    ASSERT_TRUE(until([&] { return !(*connection)->status().server_version.empty(); }));
    ASSERT_TRUE((*connection)->publish("a", "x"));
    ASSERT_TRUE(until([&] { return heard == 1; }));
}

TEST_F(LateServer, MayNeverCome) {
    Server server;
    const auto settings = settings_for(server);
    server.kill();
    for (int i = 0; i < 5; ++i) {
        const auto connection = try_connect(settings, Milliseconds{20});
        ASSERT_TRUE(connection);
    }
}

}  // namespace
}  // namespace unrip::bus
