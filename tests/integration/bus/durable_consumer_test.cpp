#include "bus/durable_consumer.hpp"

#include "bus/backlog.hpp"
#include "bus/stored.hpp"
#include "bus_fixture.hpp"

#include <gmock/gmock.h>

#include <set>

namespace unrip::bus {
namespace {

using ::testing::HasSubstr;

struct DurableConsumerTest : BusTest {
    Server server;
    std::unique_ptr<Connection> connection = connect(settings_for(server));

    void SetUp() override { make_stream(*connection, "EVENTS", {"event.>"}); }

    void store(int first, int last, const std::string& subject = "event.a") {
        TrackedPublisher publisher{*connection, clock};
        for (int i = first; i <= last; ++i) {
            Publication publication;
            publication.subject = subject;
            publication.id = MessageId{subject + std::to_string(i)};
            publication.body = std::to_string(i);
            ASSERT_TRUE(publisher.publish(publication));
        }
        ASSERT_TRUE(get(publisher.settle(kLong)));
    }
    Batch next(DurableConsumer& consumer, std::size_t max, Milliseconds wait = kLong) {
        auto batch = get(consumer.next(max, wait));
        EXPECT_TRUE(batch) << batch.error().detail;
        return batch ? std::move(*batch) : Batch{};
    }
};

TEST_F(DurableConsumerTest, ReadsInOrderAndTellsAboutEachMessage) {
    store(1, 5);
    const auto consumer = consume(*connection, consumer_of("EVENTS"));
    const auto batch = next(*consumer, 100);
    ASSERT_EQ(batch.size(), 5U);
    for (std::size_t i = 0; i < 5; ++i) {
        EXPECT_EQ(batch[i].body, std::to_string(i + 1));
        EXPECT_EQ(batch[i].subject, "event.a");
        EXPECT_EQ(batch[i].message_id, "event.a" + std::to_string(i + 1));
        EXPECT_EQ(batch[i].stream_seq, i + 1);
        EXPECT_EQ(batch[i].delivered, 1U);
        EXPECT_EQ(batch[i].pending, 4 - i);
        EXPECT_GT(batch[i].stored_at, clock.now() - std::chrono::hours{1});
    }
    EXPECT_EQ(consumer->stats().pending, 0U);
    EXPECT_EQ(consumer->stats().received, 5U);
}

TEST_F(DurableConsumerTest, GivesNoMoreThanAskedFor) {
    store(1, 25);
    const auto consumer = consume(*connection, consumer_of("EVENTS"));
    EXPECT_EQ(next(*consumer, 10).size(), 10U);
    EXPECT_EQ(next(*consumer, 10).size(), 10U);
    EXPECT_EQ(next(*consumer, 10).size(), 5U);
    EXPECT_TRUE(next(*consumer, 10, Milliseconds{100}).empty());
}

TEST_F(DurableConsumerTest, WakesForAMessageThatComesLater) {
    const auto consumer = consume(*connection, consumer_of("EVENTS"));
    EXPECT_TRUE(next(*consumer, 10, Milliseconds{50}).empty());
    Batch batch;
    bool has_ended = false;
    auto read = [&]() -> Task<void> {
        auto result = co_await consumer->next(10, kLong);
        if (result) batch = std::move(*result);
        has_ended = true;
    };
    boost::asio::co_spawn(loop, read(), [](const std::exception_ptr& broke) {
        if (broke) std::rethrow_exception(broke);
    });
    store(1, 1);
    ASSERT_TRUE(until([&] { return has_ended; }));
    EXPECT_EQ(batch.size(), 1U);
}

TEST_F(DurableConsumerTest, GathersWhatIsStoredBetweenTwoFetches) {
    auto settings = consumer_of("EVENTS");
    settings.gather = Milliseconds{1'000};
    const auto consumer = consume(*connection, settings);
    EXPECT_TRUE(next(*consumer, 10, Milliseconds{50}).empty());
    store(1, 1);
    EXPECT_EQ(next(*consumer, 10).size(), 1U);
    // Its fetch is over with that: what is stored now waits on the server for the next.
    for (int i = 2; i <= 6; ++i)
        store(i, i);
    const auto received = consumer->stats().received;
    std::vector<std::string> bodies;
    while (bodies.size() < 5) {
        for (const auto& delivery : next(*consumer, 10))
            bodies.push_back(delivery.body);
    }
    EXPECT_EQ(bodies, (std::vector<std::string>{"2", "3", "4", "5", "6"}));
    EXPECT_EQ(received, 1U);
}

TEST_F(DurableConsumerTest, ReadsOnlyItsFilter) {
    store(1, 3, "event.a");
    store(1, 2, "event.b");
    auto settings = consumer_of("EVENTS");
    settings.filter = "event.b";
    const auto consumer = consume(*connection, settings);
    EXPECT_EQ(next(*consumer, 10).size(), 2U);
    EXPECT_TRUE(next(*consumer, 10, Milliseconds{50}).empty());
}

TEST_F(DurableConsumerTest, GoesOnWhereItStopped) {
    store(1, 10);
    {
        const auto consumer = consume(*connection, consumer_of("EVENTS"));
        ASSERT_TRUE(consumer->acknowledge(next(*consumer, 4)));
        ASSERT_TRUE(get(connection->stands_for(Milliseconds{50})));
    }
    const auto consumer = consume(*connection, consumer_of("EVENTS"));
    const auto rest = next(*consumer, 100);
    ASSERT_EQ(rest.size(), 6U);
    EXPECT_EQ(rest.front().body, "5");
}

TEST_F(DurableConsumerTest, GivesAgainWhatWasNotAcknowledged) {
    store(1, 3);
    auto settings = consumer_of("EVENTS");
    settings.ack_wait = Milliseconds{300};
    const auto consumer = consume(*connection, settings);
    ASSERT_EQ(next(*consumer, 10).size(), 3U);
    const auto again = next(*consumer, 10);
    ASSERT_FALSE(again.empty());
    EXPECT_EQ(again.front().body, "1");
    EXPECT_EQ(again.front().delivered, 2U);
    EXPECT_GT(consumer->stats().redelivered, 0U);
}

TEST_F(DurableConsumerTest, DoesNotAcknowledgeWhatWasLostOnTheWayToIt) {
    store(1, 10);
    auto settings = consumer_of("EVENTS");
    settings.ack_wait = Milliseconds{500};
    const auto consumer = consume(*connection, settings);
    // The first five go to somebody who is not there, as when a connection breaks under a batch.
    Outgoing fetch;
    fetch.subject = "$JS.API.CONSUMER.MSG.NEXT.EVENTS.reader";
    fetch.body = R"({"batch":5,"expires":1000000000})";
    int astray = 0;
    const auto lost = connection->subscribe("astray", {}, [&](Incoming&) { ++astray; });
    ASSERT_TRUE(connection->publish_asking(fetch, "astray"));
    ASSERT_TRUE(until([&] { return astray == 5; }));

    std::set<std::string> done;
    ASSERT_TRUE(until([&] {
        const auto batch = next(*consumer, 10, Milliseconds{1'000});
        for (const auto& delivery : batch)
            done.insert(delivery.body);
        EXPECT_TRUE(consumer->acknowledge(batch));
        return done.size() == 10;
    }));
}

TEST_F(DurableConsumerTest, LosesNothingWhenTheServerIsKilled) {
    constexpr int count = 600;
    store(1, count);
    auto settings = consumer_of("EVENTS");
    settings.ack_wait = Milliseconds{1'000};
    const auto consumer = consume(*connection, settings);
    std::set<std::string> done;
    int batches = 0;
    ASSERT_TRUE(until([&] {
        if (++batches == 3) {
            server.kill();
            server.start();
        }
        auto batch = get(consumer->next(100, Milliseconds{500}));
        if (!batch) {
            EXPECT_EQ(batch.error().kind, Error::Kind::unavailable) << batch.error().detail;
            turn_for(Milliseconds{20});
            return false;
        }
        for (const auto& delivery : *batch)
            done.insert(delivery.body);
        static_cast<void>(consumer->acknowledge(*batch));
        return done.size() == count;
    }));
    EXPECT_GT(batches, 3);
}

TEST_F(DurableConsumerTest, SaysSoWhenItWasTakenAway) {
    const auto consumer = consume(*connection, consumer_of("EVENTS"));
    EXPECT_TRUE(next(*consumer, 10, Milliseconds{50}).empty());
    ASSERT_TRUE(get(connection->request("$JS.API.CONSUMER.DELETE.EVENTS.reader", "", kLong)));
    std::string error;
    ASSERT_TRUE(until([&] {
        const auto batch = get(consumer->next(10, Milliseconds{200}));
        if (!batch) error = batch.error().detail;
        return !batch.has_value();
    }));
    EXPECT_THAT(error, HasSubstr("consumer reader on EVENTS"));
}

TEST_F(DurableConsumerTest, RefusesAConsumerThatReadsSomethingElse) {
    static_cast<void>(consume(*connection, consumer_of("EVENTS")));
    auto settings = consumer_of("EVENTS");
    settings.filter = "event.b";
    const auto other = get(DurableConsumer::open(*connection, settings, kLong));
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().kind, Error::Kind::refused);
    EXPECT_THAT(other.error().detail, HasSubstr("event.b"));
}

TEST_F(DurableConsumerTest, IsUnavailableWithoutItsStream) {
    const auto missing = get(DurableConsumer::open(*connection, consumer_of("NOWHERE"), kLong));
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().kind, Error::Kind::unavailable);
}

TEST_F(DurableConsumerTest, ABacklogIsWhatWasNotAcknowledged) {
    store(1, 10);
    const auto consumer = consume(*connection, consumer_of("EVENTS"));
    const auto batch = next(*consumer, 4);
    const auto ask = [&] {
        return get(backlog_of(*connection, "EVENTS", consumer_of("EVENTS").name, kLong));
    };
    auto backlog = ask();
    ASSERT_TRUE(backlog) << backlog.error().detail;
    EXPECT_EQ(backlog->messages, 10U);
    EXPECT_EQ(backlog->waiting, 10U);
    EXPECT_EQ(backlog->last, 10U);
    const auto newest = get(next_stored(*connection, "EVENTS", ">", 10, kLong));
    ASSERT_TRUE(newest && *newest);
    EXPECT_EQ(backlog->last_stored_at, (*newest)->stored_at);
    ASSERT_TRUE(consumer->acknowledge(batch));
    ASSERT_TRUE(until([&] {
        backlog = ask();
        return backlog && backlog->waiting == 10U - batch.size();
    }));
    const auto strange = get(backlog_of(*connection, "EVENTS", "nobody", kLong));
    ASSERT_FALSE(strange);
    EXPECT_EQ(strange.error().kind, Error::Kind::refused);
}

TEST(Backlog, IsTheShareOfTheStreamsRoom) {
    EXPECT_EQ((Backlog{250, 1'000, 500'000, 500'000}.share()), Ratio::bps(2'500));
    EXPECT_EQ((Backlog{1'000, 1'000, 100, 1'000'000}.share()), Ratio::bps(1));
    EXPECT_EQ((Backlog{9'000, 1'000, 500'000, 1'000}.share()), Ratio::bps(10'000));
    EXPECT_EQ((Backlog{5, 0, 0, 1'000}.share()), Ratio{});
    EXPECT_EQ((Backlog{5, 10, 100, -1}.share()), Ratio{});
}

}  // namespace
}  // namespace unrip::bus
