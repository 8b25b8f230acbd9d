#include "store/database.hpp"

#include "store_fixture.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/post.hpp>
#include <boost/system/system_error.hpp>

#include <chrono>
#include <future>

namespace unrip::store {
namespace {

class DatabaseTest : public StoreTest {
  protected:
    /// Begins a call whose answer comes while the loop turns.
    template <class T>
    void start(Task<Result<T>> task, std::optional<Result<T>>& answer) {
        loop_.restart();
        boost::asio::co_spawn(loop_, keep_answer(std::move(task), answer), [](std::exception_ptr) {
        });
    }

    /// Waits until the status is so, for at most a minute.
    bool becomes(const Database& database, const std::function<bool(DatabaseStatus)>& holds) {
        const auto end = std::chrono::steady_clock::now() + std::chrono::minutes{1};
        while (!holds(database.status())) {
            if (std::chrono::steady_clock::now() >= end) return false;
            std::this_thread::sleep_for(std::chrono::milliseconds{2});
        }
        return true;
    }
};

TEST_F(DatabaseTest, AnswersWithRowsAndNulls) {
    Database database{loop_.get_executor(), settings()};
    const auto rows =
        run(database.query("select $1::text, $2::text, 1 + 1", {"it's", std::nullopt}));
    ASSERT_TRUE(rows) << outcome(rows);
    ASSERT_EQ(rows->cells.size(), 1U);
    EXPECT_EQ(rows->cells[0], (Cells{"it's", std::nullopt, "2"}));
    EXPECT_TRUE(database.status().connected);
    EXPECT_EQ(database.status().reconnects, 0U);
}

TEST_F(DatabaseTest, ShowsItsNameToTheServer) {
    auto with_name = settings();
    with_name.application_name = "history-writer/1";
    Database database{loop_.get_executor(), with_name};
    const auto rows = run(database.query("show application_name"));
    ASSERT_TRUE(rows) << outcome(rows);
    EXPECT_EQ(rows->cells.at(0).at(0), "history-writer/1");
}

TEST_F(DatabaseTest, ARefusalHasItsSqlstateAndLeavesTheConnection) {
    Database database{loop_.get_executor(), settings()};
    const auto refused = run(database.query("select * from nothing_of_that_name"));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, Error::Kind::refused);
    EXPECT_EQ(refused.error().detail.rfind("42P01: ", 0), 0U) << refused.error().detail;
    EXPECT_TRUE(run(database.query("select 1")));
    EXPECT_EQ(database.status().reconnects, 0U);
}

TEST_F(DatabaseTest, AnErrorOfTheWorkRollsBack) {
    Database database{loop_.get_executor(), settings()};
    ASSERT_TRUE(run(database.query("create table t (x int)")));
    std::function<Result<int>(Transaction&)> work = [](Transaction& transaction) -> Result<int> {
        const auto inserted = transaction.run("insert into t values (1)");
        if (!inserted) return inserted.failure();
        return fail(Error::Kind::malformed, "changed my mind");
    };
    EXPECT_EQ(outcome(run(database.in_transaction<int>(work))), "malformed: changed my mind");
    EXPECT_EQ(sql("select count(*) from t"), "0");
}

TEST_F(DatabaseTest, AConstraintThatFailsAtTheCommitIsARefusal) {
    Database database{loop_.get_executor(), settings()};
    ASSERT_TRUE(run(database.query("create table t (x int unique deferrable initially deferred)")));
    const auto twice = run(database.query("insert into t values (1), (1)"));
    ASSERT_FALSE(twice);
    EXPECT_EQ(twice.error().kind, Error::Kind::refused);
    EXPECT_EQ(twice.error().detail.rfind("23505: ", 0), 0U) << twice.error().detail;
}

TEST_F(DatabaseTest, TheServerCancelsWhatTakesTooLong) {
    auto hasty = settings();
    hasty.statement_timeout = Milliseconds{500};
    Database database{loop_.get_executor(), hasty};
    const auto slow = run(database.query("select pg_sleep(60)"));
    ASSERT_FALSE(slow);
    EXPECT_EQ(slow.error().kind, Error::Kind::timed_out);
    EXPECT_EQ(slow.error().detail.rfind("57014: ", 0), 0U) << slow.error().detail;
    EXPECT_TRUE(run(database.query("select 1")));
    EXPECT_EQ(database.status().reconnects, 0U);
}

TEST_F(DatabaseTest, AWrongPasswordIsOneClearErrorWithoutIt) {
    auto wrong = settings();
    wrong.url = shared_server().url_with_password("hunter2@home", database_name());
    Database database{loop_.get_executor(), wrong};
    const auto refused = run(database.ready(Milliseconds{60'000}));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, Error::Kind::refused);
    EXPECT_NE(refused.error().detail.find("password authentication failed"), std::string::npos);
    for (const auto& text : {refused.error().detail, database.status().last_error}) {
        EXPECT_EQ(text.find("hunter2"), std::string::npos) << text;
        EXPECT_EQ(text.find("%68"), std::string::npos) << text;
        EXPECT_EQ(text.find('\n'), std::string::npos) << text;
    }
    EXPECT_FALSE(database.status().connected);
}

TEST_F(DatabaseTest, AMissingDatabaseIsRefused) {
    auto wrong = settings();
    wrong.url = shared_server().url("of_no_such_name");
    Database database{loop_.get_executor(), wrong};
    const auto refused = run(database.ready(Milliseconds{60'000}));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, Error::Kind::refused);
    EXPECT_NE(refused.error().detail.find("does not exist"), std::string::npos);
}

TEST_F(DatabaseTest, AWrongUrlIsRefusedAtOnce) {
    DatabaseSettings wrong;
    wrong.url = "postgresql://u:pa@ss@h/d";
    Database database{loop_.get_executor(), wrong};
    const auto refused = run(database.query("select 1"));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, Error::Kind::refused);
    EXPECT_FALSE(database.status().connected);
    EXPECT_EQ(database.status().last_error, refused.error().detail);
}

TEST_F(DatabaseTest, IsUnavailableWhileAbsentAndWorksWhenItAppears) {
    test::PostgresServer server{test::PostgresServer::Start::later};
    auto eager = settings();
    eager.url = server.url();
    eager.backoff = {Milliseconds{10}, Milliseconds{50}};
    Database database{loop_.get_executor(), eager};
    const auto absent = run(database.query("select 1"));
    ASSERT_FALSE(absent);
    EXPECT_EQ(absent.error().kind, Error::Kind::unavailable);
    EXPECT_FALSE(database.status().connected);

    server.start();
    const auto ready = run(database.ready(Milliseconds{60'000}));
    EXPECT_TRUE(ready) << outcome(ready);
    EXPECT_TRUE(run(database.query("select 1")));
    EXPECT_TRUE(database.status().connected);
}

TEST_F(DatabaseTest, ComesBackByItselfAfterARestart) {
    test::PostgresServer server;
    auto eager = settings();
    eager.url = server.url();
    eager.backoff = {Milliseconds{10}, Milliseconds{50}};
    eager.idle_check = Milliseconds{20};
    Database database{loop_.get_executor(), eager};
    ASSERT_TRUE(run(database.ready(Milliseconds{60'000})));
    ASSERT_TRUE(run(database.query("create table t (x int)")));
    std::function<Result<Rows>(Transaction&)> insert = [](Transaction& transaction) {
        return transaction.run_prepared("insert into t values ($1::int)", {"1"});
    };
    ASSERT_TRUE(run(database.in_transaction<Rows>(insert)));

    server.stop();
    EXPECT_TRUE(becomes(database, [](const DatabaseStatus& now) { return !now.connected; }));
    EXPECT_NE(database.status().last_error, "");
    server.start();
    EXPECT_TRUE(becomes(database, [](const DatabaseStatus& now) { return now.connected; }));
    EXPECT_EQ(database.status().reconnects, 1U);

    // Statements were prepared on the old connection: the new one knows nothing of them.
    const auto again = run(database.in_transaction<Rows>(insert));
    EXPECT_TRUE(again) << outcome(again);
    EXPECT_EQ(server.sql("postgres", "select count(*) from t"), "2");
}

TEST_F(DatabaseTest, AServerThatStandsStillIsLeftAfterTheCallsTime) {
    test::PostgresServer server;
    auto hasty = settings();
    hasty.url = server.url();
    hasty.call_timeout = Milliseconds{1'000};
    Database database{loop_.get_executor(), hasty};
    ASSERT_TRUE(run(database.ready(Milliseconds{60'000})));

    server.freeze();
    const auto stuck = run(database.query("select 1"));
    ASSERT_FALSE(stuck);
    EXPECT_EQ(stuck.error().kind, Error::Kind::timed_out);
    server.thaw();
    const auto after = run(database.ready(Milliseconds{60'000}));
    EXPECT_TRUE(after) << outcome(after);
    EXPECT_GE(database.status().reconnects, 1U);
}

TEST_F(DatabaseTest, AFullQueueIsUnavailableAtOnce) {
    auto narrow = settings();
    narrow.queue_max = 1;
    Database narrow_database{loop_.get_executor(), narrow};
    ASSERT_TRUE(run(narrow_database.ready(Milliseconds{60'000})));
    // The thread is busy for as long as the test says, and no clock has a say in it.
    std::promise<void> begun;
    std::promise<void> enough;
    std::function<Result<int>(Transaction&)> busy = [&](Transaction&) -> Result<int> {
        begun.set_value();
        enough.get_future().wait();
        return 1;
    };
    std::optional<Result<int>> first;
    start(narrow_database.in_transaction<int>(busy), first);
    loop_.poll();
    begun.get_future().wait();

    std::optional<Result<Rows>> second;
    start(narrow_database.query("select 2"), second);
    loop_.poll();
    const auto third = run(narrow_database.query("select 3"));
    EXPECT_EQ(outcome(third), "unavailable: too many calls wait for the database");
    EXPECT_FALSE(first || second);

    enough.set_value();
    loop_.restart();
    while (!(first && second) && loop_.run_one() > 0) {
    }
    ASSERT_TRUE(first && second);
    EXPECT_TRUE(*first) << outcome(*first);
    EXPECT_TRUE(*second) << outcome(*second);
}

TEST_F(DatabaseTest, ACancelledCallThrowsAndFreesTheThread) {
    Database database{loop_.get_executor(), settings()};
    ASSERT_TRUE(run(database.ready(Milliseconds{60'000})));
    boost::asio::cancellation_signal cancel;
    std::exception_ptr thrown;
    bool ended = false;
    const auto sleeper = [](Database& slow) -> Task<void> {
        const auto rows = co_await slow.query("select pg_sleep(60)");
        ADD_FAILURE() << "answered: " << outcome(rows);
    };
    const auto on_end = [&](std::exception_ptr error) {
        thrown = error;
        ended = true;
    };
    boost::asio::co_spawn(
        loop_, sleeper(database), boost::asio::bind_cancellation_slot(cancel.slot(), on_end)
    );
    boost::asio::post(loop_, [&] { cancel.emit(boost::asio::cancellation_type::terminal); });
    loop_.restart();
    while (!ended && loop_.run_one() > 0) {
    }
    EXPECT_THROW(std::rethrow_exception(thrown), boost::system::system_error);
    const auto after = run(database.ready(Milliseconds{60'000}));
    EXPECT_TRUE(after) << outcome(after);
}

TEST_F(DatabaseTest, CanBeLeftWhileItWorks) {
    auto database = std::make_unique<Database>(loop_.get_executor(), settings());
    ASSERT_TRUE(run(database->ready(Milliseconds{60'000})));
    std::optional<Error> answer;
    const auto sleeper = [](Database& slow, std::optional<Error>& kept) -> Task<void> {
        const auto rows = co_await slow.query("select pg_sleep(60)");
        if (!rows) kept = rows.error();
    };
    bool ended = false;
    boost::asio::co_spawn(loop_, sleeper(*database, answer), [&](std::exception_ptr) {
        ended = true;
    });
    loop_.restart();
    loop_.poll();
    database.reset();
    while (!ended && loop_.run_one() > 0) {
    }
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->kind, Error::Kind::unavailable) << answer->detail;
}

}  // namespace
}  // namespace unrip::store
