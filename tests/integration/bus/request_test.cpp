#include "bus_fixture.hpp"

#include <gmock/gmock.h>

namespace unrip::bus {
namespace {

using ::testing::HasSubstr;

struct RequestTest : BusTest {
    Server server;
    std::unique_ptr<Connection> asker = connect(settings_for(server));
    std::unique_ptr<Connection> answerer = connect([this] {
        auto settings = settings_for(server);
        settings.name = "answerer";
        return settings;
    }());

    /// Once this answers, the server knows the subscriptions made before it.
    void settle() {
        const auto echo = answerer->subscribe("echo", {}, [this](Incoming& asked) {
            EXPECT_TRUE(answerer->reply(asked, asked.body));
        });
        ASSERT_TRUE(until([&] { return get(asker->request("echo", "?", kLong)).has_value(); }));
    }
};

TEST_F(RequestTest, BringsTheAnswerBack) {
    const auto subscription = answerer->subscribe("relay.x", {}, [&](Incoming& asked) {
        EXPECT_TRUE(answerer->reply(asked, "answer to " + asked.body));
    });
    settle();
    for (int i = 0; i < 100; ++i) {
        const auto answer = get(asker->request("relay.x", std::to_string(i), kLong));
        ASSERT_TRUE(answer) << answer.error().detail;
        EXPECT_EQ(*answer, "answer to " + std::to_string(i));
    }
}

TEST_F(RequestTest, IsUnavailableAtOnceWhenNobodyListens) {
    const auto answer = get(asker->request("nobody.here", "?", Milliseconds{600'000}));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, Error::Kind::unavailable);
    EXPECT_THAT(answer.error().detail, HasSubstr("nobody.here"));
}

TEST_F(RequestTest, TimesOutWhenTheOtherSideIsSilent) {
    const auto subscription = answerer->subscribe("silent", {}, [](Incoming&) {});
    settle();
    const auto answer = get(asker->request("silent", "?", Milliseconds{100}));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, Error::Kind::timed_out);
    EXPECT_THAT(answer.error().detail, HasSubstr("silent"));
}

TEST_F(RequestTest, TakesALateAnswerForNobodyElses) {
    std::vector<Incoming> kept;
    const auto subscription =
        answerer->subscribe("slow", {}, [&](Incoming& asked) { kept.push_back(asked); });
    settle();
    ASSERT_FALSE(get(asker->request("slow", "first", Milliseconds{100})));
    ASSERT_TRUE(until([&] { return kept.size() == 1; }));
    ASSERT_TRUE(answerer->reply(kept[0], "too late"));
    ASSERT_FALSE(get(asker->request("slow", "second", Milliseconds{100})));
}

TEST_F(RequestTest, HasAnUnknownOutcomeWhenTheConnectionBreaks) {
    const auto subscription = answerer->subscribe("fatal", {}, [&](Incoming&) { server.kill(); });
    settle();
    const auto answer = get(asker->request("fatal", "?", Milliseconds{600'000}));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, Error::Kind::timed_out);
    EXPECT_THAT(answer.error().detail, HasSubstr("outcome unknown"));
}

TEST_F(RequestTest, IsUnavailableWhileDisconnected) {
    server.kill();
    ASSERT_TRUE(until([&] { return !asker->is_connected(); }));
    const auto answer = get(asker->request("echo", "?", kLong));
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, Error::Kind::unavailable);
}

TEST_F(RequestTest, RefusesToAnswerWhatWasNoQuestion) {
    const auto answered = asker->reply(Incoming{}, "?");
    ASSERT_FALSE(answered);
    EXPECT_EQ(answered.error().kind, Error::Kind::refused);
}

TEST_F(RequestTest, RefusesWhatIsTooLargeForTheServer) {
    const auto sent = asker->publish("a", std::string((1 << 20) + 1, 'x'));
    ASSERT_FALSE(sent);
    EXPECT_EQ(sent.error().kind, Error::Kind::refused);
    EXPECT_TRUE(asker->is_connected());
}

TEST_F(RequestTest, EndsWithTheConnection) {
    const auto subscription = answerer->subscribe("silent", {}, [](Incoming&) {});
    settle();
    std::optional<Result<std::string>> answer;
    auto ask = [&]() -> Task<void> {
        auto given = co_await asker->request("silent", "?", kLong);
        answer.emplace(std::move(given));
    };
    boost::asio::co_spawn(loop, ask(), [](const std::exception_ptr& broke) {
        if (broke) std::rethrow_exception(broke);
    });
    turn_for(Milliseconds{20});
    asker.reset();
    ASSERT_TRUE(until([&] { return answer.has_value(); }));
    ASSERT_FALSE(*answer);
    EXPECT_EQ(answer->error().kind, Error::Kind::unavailable);
}

}  // namespace
}  // namespace unrip::bus
