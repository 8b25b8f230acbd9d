#include "note_tables.hpp"
#include "store/dead_letters.hpp"
#include "store/journal.hpp"
#include "store_fixture.hpp"

#include <chrono>
#include <random>
#include <thread>

namespace unrip::store {
namespace {

constexpr int kRounds = 6;
constexpr int kBatches = 12;  // At least, in each round.
constexpr int kBatchSize = 60;

class CrashTest : public StoreTest {
  protected:
    CrashTest() {
        server_.sql("postgres", std::string{kNoteSchema} + std::string{kDeadLetterSchema});
    }

    DatabaseSettings eager() {
        DatabaseSettings settings;
        settings.url = server_.url();
        settings.backoff = {Milliseconds{5}, Milliseconds{50}};
        return settings;
    }

    /// A batch with rows for two tables, one that can't be read and one that the database refuses.
    static std::vector<Incoming> batch_of(int number) {
        std::vector<Incoming> messages;
        for (int i = 0; i < kBatchSize; ++i) {
            const auto seq = static_cast<std::uint64_t>(number * kBatchSize + i + 1);
            auto text = std::to_string(seq) + ":" + std::to_string(i);
            if (i == 7) text = "unreadable";
            if (i == 9) text = std::to_string(seq) + ":-1";
            messages.push_back({i % 2 == 0 ? "test.note" : "test.amount", text, "S", seq, {}});
        }
        return messages;
    }

    void kill_after(std::chrono::microseconds delay) {
        killer_ = std::thread{[this, delay] {
            std::this_thread::sleep_for(delay);
            server_.kill_9();
        }};
    }

    void start_again_once_killed() {
        if (!killer_.joinable()) return;
        killer_.join();
        server_.start();
    }

    /// As a consumer does: the same batch again until it is known to be in. How often it was not.
    int append_until_in(Journal& journal, Database& database, const std::vector<Incoming>& batch) {
        for (int failures = 0; failures < 100; ++failures) {
            const auto report = run(journal.append(batch));
            if (report) return failures;
            EXPECT_NE(report.error().kind, Error::Kind::refused) << outcome(report);
            start_again_once_killed();
            const auto ready = run(database.ready(Milliseconds{60'000}));
            EXPECT_TRUE(ready) << outcome(ready);
        }
        ADD_FAILURE() << "the batch never got in";
        return 0;
    }

    std::string counted(const std::string& table) {
        return server_.sql(
            "postgres", "select count(*) || ' ' || count(distinct id) from " + table
        );
    }

    test::PostgresServer server_;
    std::thread killer_;
};

TEST_F(CrashTest, EveryMessageIsThereOnceHoweverOftenPostgresIsKilled) {
    const auto seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random{seed};
    Database database{loop_.get_executor(), eager()};
    Journal journal{database, {notes_table(), amounts_table()}};

    int batches = 0;
    for (int round = 0; round < kRounds; ++round) {
        ASSERT_TRUE(run(database.ready(Milliseconds{60'000})));
        std::uniform_int_distribution<int> delay{0, 60'000};
        kill_after(std::chrono::microseconds{delay(random)});
        // The work lasts until the kill has come, on however quick a machine: every round is cut.
        int cuts = 0;
        for (int done = 0; done < kBatches || cuts == 0; ++done) {
            cuts += append_until_in(journal, database, batch_of(batches++));
            ASSERT_FALSE(HasFailure());
        }
    }

    const auto notes = std::to_string(batches * kBatchSize / 2);
    const auto amounts = std::to_string(batches * (kBatchSize / 2 - 2));
    EXPECT_EQ(counted("notes"), notes + ' ' + notes);
    EXPECT_EQ(counted("amounts"), amounts + ' ' + amounts);
    EXPECT_EQ(
        server_.sql("postgres", "select count(*) from dead_letters"), std::to_string(batches * 2)
    );
}

}  // namespace
}  // namespace unrip::store
