#include "store/listener.hpp"

#include "store_fixture.hpp"
#include "support/run_task.hpp"

#include <gmock/gmock.h>

namespace unrip::store {
namespace {

using ::testing::HasSubstr;
constexpr Milliseconds kLong{30'000};

/// A server of its own, since these tests stop it.
struct ListenerTest : testing::Test {
    test::PostgresServer server;
    boost::asio::io_context loop;

    DatabaseSettings settings() const {
        DatabaseSettings settings;
        settings.url = server.url();
        settings.backoff = {Milliseconds{20}, Milliseconds{200}};
        return settings;
    }
    std::optional<Notice> next(Listener& listener, Milliseconds limit = kLong) {
        return test::run_task(loop, listener.next(limit));
    }
    /// Skips the words about further failed attempts.
    std::optional<Notice> next_of(Listener& listener, Notice::Kind kind) {
        for (int tries = 0; tries < 500; ++tries) {
            auto notice = next(listener);
            if (!notice || notice->kind == kind) return notice;
        }
        return std::nullopt;
    }
    void notify(const std::string& text) {
        server.sql("postgres", "notify unrip_events, '" + text + "'");
    }
};

TEST_F(ListenerTest, HearsWhatIsSaidOnItsChannelInOrder) {
    Listener listener{loop.get_executor(), settings(), "unrip_events"};
    EXPECT_EQ(next(listener), (Notice{Notice::Kind::listening, {}}));
    notify("one");
    server.sql("postgres", "notify another_channel, 'not ours'");
    notify("two");
    EXPECT_EQ(next(listener), (Notice{Notice::Kind::heard, "one"}));
    EXPECT_EQ(next(listener), (Notice{Notice::Kind::heard, "two"}));
}

TEST_F(ListenerTest, ComesBackWhenPostgresDoes) {
    Listener listener{loop.get_executor(), settings(), "unrip_events"};
    ASSERT_EQ(next(listener)->kind, Notice::Kind::listening);
    server.kill_9();
    const auto away = next(listener);
    ASSERT_TRUE(away);
    EXPECT_EQ(away->kind, Notice::Kind::away);
    EXPECT_FALSE(away->text.empty());
    server.start();
    ASSERT_TRUE(next_of(listener, Notice::Kind::listening));
    notify("again");
    EXPECT_EQ(next(listener), (Notice{Notice::Kind::heard, "again"}));
}

TEST_F(ListenerTest, SaysThatPostgresIsAwayWithoutThePassword) {
    server.stop();
    Listener listener{loop.get_executor(), settings(), "unrip_events"};
    const auto away = next(listener);
    ASSERT_TRUE(away);
    EXPECT_EQ(away->kind, Notice::Kind::away);
    EXPECT_THAT(
        away->text, ::testing::Not(HasSubstr(std::string{test::PostgresServer::kPassword}))
    );
}

TEST_F(ListenerTest, GivesUpWaitingAndLosesNothingByIt) {
    Listener listener{loop.get_executor(), settings(), "unrip_events"};
    ASSERT_EQ(next(listener)->kind, Notice::Kind::listening);
    EXPECT_FALSE(next(listener, Milliseconds{20}));
    notify("later");
    EXPECT_EQ(next(listener), (Notice{Notice::Kind::heard, "later"}));
}

TEST_F(ListenerTest, AWrongUrlIsSaidOnce) {
    auto wrong = settings();
    wrong.url = "mysql://nobody@nowhere/x";
    Listener listener{loop.get_executor(), wrong, "unrip_events"};
    ASSERT_EQ(next(listener)->kind, Notice::Kind::away);
    EXPECT_FALSE(next(listener, Milliseconds{20}));
}

}  // namespace
}  // namespace unrip::store
