#include "bus/stored.hpp"

#include "bus_fixture.hpp"

namespace unrip::bus {
namespace {

struct StoredTest : BusTest {
    Server server;
    std::unique_ptr<Connection> connection = connect(settings_for(server));
    TrackedPublisher publisher{*connection, clock};

    void SetUp() override { make_stream(*connection, "TRADES", {"exec.>", "ops.>"}); }

    void store(const std::string& subject, const std::string& body) {
        const auto stored = get(publisher.publish_and_wait(
            Publication{subject, MessageId{subject + body}, body, std::nullopt}, kLong
        ));
        ASSERT_TRUE(stored) << stored.error().detail;
    }
};

TEST_F(StoredTest, GivesTheNewestOfASubject) {
    const auto none = get(last_stored(*connection, "TRADES", "exec.a", kLong));
    ASSERT_TRUE(none);
    EXPECT_FALSE(*none);
    store("exec.a", "1");
    store("exec.a", "2");
    store("ops.b", "3");
    const auto found = get(last_stored(*connection, "TRADES", "exec.a", kLong));
    ASSERT_TRUE(found);
    ASSERT_TRUE(*found);
    EXPECT_EQ((*found)->body, "2");
    EXPECT_EQ((*found)->seq, 2U);
    EXPECT_EQ((*found)->subject, "exec.a");
}

TEST_F(StoredTest, WalksASubjectFromANumberOn) {
    for (const auto* body : {"1", "2", "3"}) {
        store("exec.a", body);
        store("ops.b", body);
    }
    std::string seen;
    for (std::uint64_t from = 2;;) {
        const auto next = get(next_stored(*connection, "TRADES", "exec.>", from, kLong));
        ASSERT_TRUE(next) << next.error().detail;
        if (!*next) break;
        seen += (*next)->body;
        from = (*next)->seq + 1;
    }
    EXPECT_EQ(seen, "23");
}

TEST_F(StoredTest, FindsWhereATimeBegins) {
    EXPECT_EQ(*get(first_stored_since(*connection, "TRADES", clock.now(), kLong)), 1U);
    for (const auto* body : {"1", "2", "3", "4", "5"})
        store("exec.a", body);
    const auto third = get(next_stored(*connection, "TRADES", ">", 3, kLong));
    ASSERT_TRUE(third && *third);
    const auto at = (*third)->stored_at;
    EXPECT_EQ(*get(first_stored_since(*connection, "TRADES", at, kLong)), 3U);
    EXPECT_EQ(*get(first_stored_since(*connection, "TRADES", at + Nanoseconds{1}, kLong)), 4U);
    EXPECT_EQ(
        *get(first_stored_since(*connection, "TRADES", at + std::chrono::hours{1}, kLong)), 6U
    );
}

TEST_F(StoredTest, NeverTakesAMissingStreamForAnEmptyOne) {
    const auto found = get(last_stored(*connection, "NOT_THERE", "exec.a", kLong));
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().kind, Error::Kind::unavailable);
    EXPECT_FALSE(get(first_stored_since(*connection, "NOT_THERE", clock.now(), kLong)));
}

}  // namespace
}  // namespace unrip::bus
