#include "bus/tracked_publisher.hpp"

#include "bus_fixture.hpp"

#include <boost/asio/post.hpp>
#include <gmock/gmock.h>

#include <set>

namespace unrip::bus {
namespace {

using ::testing::HasSubstr;

struct TrackedPublisherTest : BusTest {
    Server server;
    std::unique_ptr<Connection> connection = connect(settings_for(server));

    static TrackedPublisherSettings quick() {
        TrackedPublisherSettings settings;
        settings.repeat_after = Milliseconds{200};
        settings.repeat_after_max = Milliseconds{400};
        return settings;
    }
    static Publication event(int number) {
        Publication publication;
        publication.subject = "event.a";
        publication.id = MessageId{"m" + std::to_string(number)};
        publication.body = "body of " + std::to_string(number);
        return publication;
    }
};

TEST_F(TrackedPublisherTest, KnowsWhatTheStreamHolds) {
    make_stream(*connection, "EVENTS", {"event.>"});
    TrackedPublisher publisher{*connection, clock};
    for (int i = 1; i <= 100; ++i)
        ASSERT_TRUE(publisher.publish(event(i)));
    EXPECT_GT(publisher.stats().unacked, 0U);
    ASSERT_TRUE(get(publisher.settle(kLong)));
    const auto stats = publisher.stats();
    EXPECT_EQ(stats.unacked, 0U);
    EXPECT_EQ(stats.oldest_unacked_age, Milliseconds{0});
    EXPECT_EQ(stats.published, 100U);
    EXPECT_EQ(stats.acked, 100U);
    EXPECT_EQ(stats.lost, 0U);
    const auto stored = contents(*connection, "EVENTS");
    ASSERT_EQ(stored.size(), 100U);
    for (int i = 1; i <= 100; ++i) {
        const auto& message = stored[static_cast<std::size_t>(i - 1)];
        EXPECT_EQ(message.message_id, "m" + std::to_string(i));
        EXPECT_EQ(message.body, "body of " + std::to_string(i));
    }
}

TEST_F(TrackedPublisherTest, StoresWhatHasLeisureInItsOrderBehindWhatHasNone) {
    make_stream(*connection, "EVENTS", {"event.>"});
    TrackedPublisher publisher{*connection, clock};
    boost::asio::post(loop, [&] {
        for (int i = 2; i <= 11; ++i) {
            auto record = event(i);
            record.urgency = Urgency::at_leisure;
            EXPECT_TRUE(publisher.publish(std::move(record)));
        }
        EXPECT_TRUE(publisher.publish(event(1)));
    });
    ASSERT_TRUE(until([&] { return publisher.stats().acked == 11; }));
    const auto stored = contents(*connection, "EVENTS");
    ASSERT_EQ(stored.size(), 11U);
    for (int i = 1; i <= 11; ++i)
        EXPECT_EQ(stored[static_cast<std::size_t>(i - 1)].message_id, "m" + std::to_string(i));
}

TEST_F(TrackedPublisherTest, SaysWhatHasLeisureWhenTheConnectionIsDrained) {
    make_stream(*connection, "EVENTS", {"event.>"});
    TrackedPublisher publisher{*connection, clock};
    boost::asio::post(loop, [&] {
        auto record = event(1);
        record.urgency = Urgency::at_leisure;
        EXPECT_TRUE(publisher.publish(std::move(record)));
    });
    loop.restart();
    loop.run_one();
    ASSERT_TRUE(get(connection->drain(kLong)));
    const auto other = connect(settings_for(server));
    EXPECT_EQ(contents(*other, "EVENTS").size(), 1U);
}

TEST_F(TrackedPublisherTest, IsHeardAtOnceBySubscribers) {
    make_stream(*connection, "EVENTS", {"event.>"});
    std::vector<std::string> heard;
    const auto subscription = connection->subscribe("event.a", {}, [&](Incoming& incoming) {
        heard.push_back(incoming.message_id);
    });
    TrackedPublisher publisher{*connection, clock};
    ASSERT_TRUE(publisher.publish(event(1)));
    ASSERT_TRUE(until([&] { return heard.size() == 1; }));
    EXPECT_EQ(heard[0], "m1");
}

TEST_F(TrackedPublisherTest, StoresOnceWhatIsPublishedTwice) {
    make_stream(*connection, "EVENTS", {"event.>"});
    TrackedPublisher publisher{*connection, clock};
    ASSERT_TRUE(publisher.publish(event(1)));
    ASSERT_TRUE(publisher.publish(event(1)));
    EXPECT_EQ(publisher.stats().published, 1U);
    ASSERT_TRUE(get(publisher.settle(kLong)));
    ASSERT_TRUE(publisher.publish(event(1)));
    ASSERT_TRUE(get(publisher.settle(kLong)));
    EXPECT_EQ(publisher.stats().acked, 2U);
    EXPECT_EQ(publisher.stats().duplicates, 1U);
    EXPECT_EQ(contents(*connection, "EVENTS").size(), 1U);
}

TEST_F(TrackedPublisherTest, StoresEverythingExactlyOnceThoughTheServerIsKilled) {
    constexpr int count = 3'000;
    make_stream(*connection, "EVENTS", {"event.>"});
    auto settings = quick();
    settings.unacked_max = count;
    settings.in_flight_max = 256;
    TrackedPublisher publisher{*connection, clock, settings};
    for (int i = 1; i <= count; ++i) {
        ASSERT_TRUE(publisher.publish(event(i)));
        if (i % 10 == 0) turn_for(Milliseconds{1});
        if (i == 1'000 || i == 2'000) {
            ASSERT_TRUE(until([&] { return connection->is_connected(); }));
            server.kill();
        }
        if (i == 1'300 || i == 2'300) server.start();
    }
    const auto settled = get(publisher.settle(kLong));
    ASSERT_TRUE(settled) << settled.error().detail;
    const auto stats = publisher.stats();
    EXPECT_EQ(stats.acked, std::uint64_t{count});
    EXPECT_EQ(stats.lost, 0U);
    EXPECT_EQ(connection->status().reconnects, 2U);
    const auto stored = contents(*connection, "EVENTS");
    std::set<std::string> ids;
    for (const auto& message : stored)
        ids.insert(message.message_id);
    EXPECT_EQ(stored.size(), std::size_t{count});
    EXPECT_EQ(ids.size(), std::size_t{count});
}

TEST_F(TrackedPublisherTest, KeepsWhatIsPublishedWhileDisconnected) {
    make_stream(*connection, "EVENTS", {"event.>"});
    server.kill();
    ASSERT_TRUE(until([&] { return !connection->is_connected(); }));
    TrackedPublisher publisher{*connection, clock, quick()};
    for (int i = 1; i <= 10; ++i)
        ASSERT_TRUE(publisher.publish(event(i)));
    turn_for(Milliseconds{50});
    EXPECT_EQ(publisher.stats().unacked, 10U);
    EXPECT_GE(publisher.stats().oldest_unacked_age, Milliseconds{50});
    server.start();
    ASSERT_TRUE(get(publisher.settle(kLong)));
    const auto stored = contents(*connection, "EVENTS");
    ASSERT_EQ(stored.size(), 10U);
    EXPECT_EQ(stored.front().message_id, "m1");
    EXPECT_EQ(stored.back().message_id, "m10");
}

TEST_F(TrackedPublisherTest, TurnsAwayWhatItHasNoRoomFor) {
    server.kill();
    ASSERT_TRUE(until([&] { return !connection->is_connected(); }));
    auto settings = quick();
    settings.unacked_max = 2;
    TrackedPublisher publisher{*connection, clock, settings};
    ASSERT_TRUE(publisher.publish(event(1)));
    ASSERT_TRUE(publisher.publish(event(2)));
    const auto refused = publisher.publish(event(3));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, Error::Kind::refused);
    EXPECT_EQ(publisher.stats().turned_away, 1U);
    EXPECT_EQ(publisher.stats().unacked, 2U);
}

TEST_F(TrackedPublisherTest, ShowsThatAStreamIsFullAndGoesOnOnceItIsNot) {
    make_stream(*connection, "EVENTS", {"event.>"}, [](StreamPlan& plan) { plan.max_bytes = 500; });
    TrackedPublisher publisher{*connection, clock, quick()};
    for (int i = 1; i <= 20; ++i)
        ASSERT_TRUE(publisher.publish(event(i)));
    ASSERT_TRUE(until([&] { return publisher.stats().refused > 0; }));
    EXPECT_THAT(publisher.stats().last_refusal, HasSubstr("maximum bytes exceeded"));
    EXPECT_GT(publisher.stats().unacked, 0U);
    EXPECT_EQ(publisher.stats().lost, 0U);
    make_stream(*connection, "EVENTS", {"event.>"});
    ASSERT_TRUE(get(publisher.settle(kLong)));
    EXPECT_EQ(contents(*connection, "EVENTS").size(), 20U);
}

TEST_F(TrackedPublisherTest, ShowsThatThereIsNoStream) {
    TrackedPublisher publisher{*connection, clock, quick()};
    ASSERT_TRUE(publisher.publish(event(1)));
    ASSERT_TRUE(until([&] { return publisher.stats().refused > 0; }));
    EXPECT_THAT(publisher.stats().last_refusal, HasSubstr("no stream"));
    make_stream(*connection, "EVENTS", {"event.>"});
    ASSERT_TRUE(get(publisher.settle(kLong)));
}

TEST_F(TrackedPublisherTest, DoesNotRepeatWhatHasExpired) {
    ManualClock manual{clock.now()};
    server.kill();
    ASSERT_TRUE(until([&] { return !connection->is_connected(); }));
    TrackedPublisher publisher{*connection, manual, quick()};
    auto command = event(1);
    command.expires_at = manual.now() + std::chrono::seconds{5};
    ASSERT_TRUE(publisher.publish(command));
    manual.advance(std::chrono::seconds{5});
    server.start();
    ASSERT_TRUE(until([&] { return publisher.stats().lost == 1; }));
    EXPECT_EQ(publisher.stats().unacked, 0U);
    auto late = event(2);
    late.expires_at = manual.now();
    EXPECT_FALSE(publisher.publish(late));
    ASSERT_TRUE(until([&] { return connection->is_connected(); }));
    make_stream(*connection, "EVENTS", {"event.>"});
    EXPECT_TRUE(contents(*connection, "EVENTS").empty());
}

TEST_F(TrackedPublisherTest, GivesUpWhatNoStreamWillEverTake) {
    make_stream(*connection, "EVENTS", {"event.>"}, [](StreamPlan& plan) {
        plan.max_message_bytes = 100;
    });
    TrackedPublisher publisher{*connection, clock, quick()};
    auto large = event(1);
    large.body = std::string(200, 'x');
    ASSERT_TRUE(publisher.publish(large));
    auto too_large_to_send = event(2);
    too_large_to_send.body = std::string((1 << 20) + 1, 'x');
    ASSERT_TRUE(publisher.publish(too_large_to_send));
    ASSERT_TRUE(publisher.publish(event(3)));
    ASSERT_TRUE(get(publisher.settle(kLong)));
    EXPECT_EQ(publisher.stats().lost, 2U);
    EXPECT_EQ(publisher.stats().acked, 1U);
}

TEST_F(TrackedPublisherTest, WaitsForTheAcknowledgementWhenAskedTo) {
    make_stream(*connection, "EVENTS", {"event.>"});
    TrackedPublisher publisher{*connection, clock, quick()};
    const auto first = get(publisher.publish_and_wait(event(1), kLong));
    ASSERT_TRUE(first) << first.error().detail;
    EXPECT_EQ(*first, 1U);
    const auto second = get(publisher.publish_and_wait(event(2), kLong, Milliseconds{50}));
    ASSERT_TRUE(second) << second.error().detail;
    EXPECT_EQ(*second, 2U);
}

TEST_F(TrackedPublisherTest, PublishesAnewWhenTheConnectionDidNotStand) {
    make_stream(*connection, "EVENTS", {"event.>"});
    TrackedPublisher publisher{*connection, clock, quick()};
    std::optional<Result<std::uint64_t>> outcome;
    auto publish = [&]() -> Task<void> {
        constexpr Milliseconds standing{2'000};
        auto result = co_await publisher.publish_and_wait(event(1), kLong, standing);
        outcome.emplace(std::move(result));
    };
    boost::asio::co_spawn(loop, publish(), [](const std::exception_ptr& broke) {
        if (broke) std::rethrow_exception(broke);
    });
    ASSERT_TRUE(until([&] { return publisher.stats().acked == 1; }));
    server.kill();
    server.start();
    ASSERT_TRUE(until([&] { return outcome.has_value(); }));
    ASSERT_TRUE(*outcome) << outcome->error().detail;
    const auto stats = publisher.stats();
    EXPECT_GE(stats.acked, 2U);
    EXPECT_EQ(stats.duplicates, stats.acked - 1);
}

TEST_F(TrackedPublisherTest, KnowsARefusalFromSilence) {
    TrackedPublisher publisher{*connection, clock, quick()};
    // It waits for as long as it is told: a stream might yet be made.
    const auto refused = get(publisher.publish_and_wait(event(1), Milliseconds{2'000}));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, Error::Kind::refused);
    EXPECT_THAT(refused.error().detail, HasSubstr("no stream"));
    const auto silent = connection->subscribe("event.a", {}, [](Incoming&) {});
    ASSERT_TRUE(get(connection->stands_for(Milliseconds{50})));
    const auto unknown = get(publisher.publish_and_wait(event(2), Milliseconds{100}));
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().kind, Error::Kind::timed_out);
    EXPECT_EQ(publisher.stats().unacked, 0U);
}

TEST_F(TrackedPublisherTest, LetsGoOfWhoeverWaitsWhenItEnds) {
    auto publisher = std::make_unique<TrackedPublisher>(*connection, clock, quick());
    std::optional<Result<std::uint64_t>> outcome;
    auto publish = [&]() -> Task<void> {
        auto result = co_await publisher->publish_and_wait(event(1), kLong);
        outcome.emplace(std::move(result));
    };
    boost::asio::co_spawn(loop, publish(), [](const std::exception_ptr& broke) {
        if (broke) std::rethrow_exception(broke);
    });
    turn_for(Milliseconds{20});
    publisher.reset();
    ASSERT_TRUE(until([&] { return outcome.has_value(); }));
    ASSERT_FALSE(*outcome);
    EXPECT_EQ(outcome->error().kind, Error::Kind::unavailable);
}

}  // namespace
}  // namespace unrip::bus
