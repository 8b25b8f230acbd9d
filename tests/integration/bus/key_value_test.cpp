#include "bus/key_value.hpp"

#include "bus_fixture.hpp"

#include <gmock/gmock.h>

namespace unrip::bus {
namespace {

using namespace std::string_literals;
using ::testing::HasSubstr;

struct KeyValueTest : BusTest {
    Server server;
    std::unique_ptr<Connection> connection = connect(settings_for(server));
    KeyValue bucket{*connection, "COMMITMENTS"};

    void SetUp() override {
        const auto plan =
            parse_streams(R"({"streams":[],"buckets":[{"name":"COMMITMENTS","max_bytes":1048576}]})"
            );
        ASSERT_TRUE(plan);
        ASSERT_TRUE(get(apply_streams(*connection, *plan, kLong)));
    }
    std::optional<Entry> entry(const std::string& key) {
        const auto found = get(bucket.get(key, kLong));
        EXPECT_TRUE(found) << found.error().detail;
        return found ? *found : std::nullopt;
    }
};

TEST_F(KeyValueTest, GivesBackWhatWasWritten) {
    EXPECT_FALSE(entry("mm.near"));
    const auto value = "{\"slots\":[]}\0\xff binary too"s;
    const auto created = get(bucket.create("mm.near", value, kLong));
    ASSERT_TRUE(created) << created.error().detail;
    const auto found = entry("mm.near");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->value, value);
    EXPECT_EQ(found->revision, *created);
    EXPECT_GT(found->written_at, clock.now() - std::chrono::hours{1});
    EXPECT_LT(found->written_at, clock.now() + std::chrono::hours{1});
}

TEST_F(KeyValueTest, RefusesAFirstValueWhereThereIsOne) {
    ASSERT_TRUE(get(bucket.create("k", "1", kLong)));
    const auto again = get(bucket.create("k", "2", kLong));
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().kind, Error::Kind::refused);
    EXPECT_EQ(entry("k")->value, "1");
}

TEST_F(KeyValueTest, TellsTheKeysThatBeginSo) {
    const auto none = get(bucket.keys("mm.near/", kLong));
    ASSERT_TRUE(none) << none.error().detail;
    EXPECT_TRUE(none->empty());
    for (const auto* key : {"mm.near/b", "other.near/c", "mm.near/a"}) {
        ASSERT_TRUE(get(bucket.create(key, "1", kLong)));
    }
    const auto found = get(bucket.keys("mm.near/", kLong));
    ASSERT_TRUE(found) << found.error().detail;
    EXPECT_EQ(*found, (std::vector<std::string>{"mm.near/a", "mm.near/b"}));
    KeyValue missing{*connection, "NOWHERE"};
    const auto nowhere = get(missing.keys("", kLong));
    ASSERT_FALSE(nowhere);
    EXPECT_EQ(nowhere.error().kind, Error::Kind::unavailable);
}

TEST_F(KeyValueTest, RefusesAStaleRevision) {
    const auto first = get(bucket.create("k", "1", kLong));
    ASSERT_TRUE(first);
    const auto second = get(bucket.update("k", "2", *first, kLong));
    ASSERT_TRUE(second) << second.error().detail;
    EXPECT_GT(*second, *first);
    const auto stale = get(bucket.update("k", "3", *first, kLong));
    ASSERT_FALSE(stale);
    EXPECT_EQ(stale.error().kind, Error::Kind::refused);
    EXPECT_THAT(stale.error().detail, HasSubstr("wrong last sequence"));
    EXPECT_EQ(entry("k")->value, "2");
}

TEST_F(KeyValueTest, LetsOneOfTwoRivalsWin) {
    const auto other_connection = connect(settings_for(server));
    KeyValue rival{*other_connection, "COMMITMENTS"};
    auto revision = get(bucket.create("k", "start", kLong));
    ASSERT_TRUE(revision);
    for (int round = 0; round < 20; ++round) {
        std::vector<Result<Revision>> outcomes;
        auto write = [&](KeyValue& who) -> Task<void> {
            auto outcome = co_await who.update("k", "mine", *revision, kLong);
            outcomes.push_back(std::move(outcome));
        };
        const auto rethrow = [](const std::exception_ptr& broke) {
            if (broke) std::rethrow_exception(broke);
        };
        boost::asio::co_spawn(loop, write(bucket), rethrow);
        boost::asio::co_spawn(loop, write(rival), rethrow);
        ASSERT_TRUE(until([&] { return outcomes.size() == 2; }));
        const bool first_won = outcomes[0].has_value();
        ASSERT_NE(first_won, outcomes[1].has_value());
        EXPECT_EQ(outcomes[first_won ? 1 : 0].error().kind, Error::Kind::refused);
        revision = outcomes[first_won ? 0 : 1];
    }
}

TEST_F(KeyValueTest, KeepsKeysApart) {
    ASSERT_TRUE(get(bucket.create("a", "1", kLong)));
    ASSERT_TRUE(get(bucket.create("b", "2", kLong)));
    EXPECT_EQ(entry("a")->value, "1");
    EXPECT_EQ(entry("b")->value, "2");
}

TEST_F(KeyValueTest, ForgetsWhatWasRemovedAndTakesItAnew) {
    const auto first = get(bucket.create("k", "1", kLong));
    ASSERT_TRUE(first);
    const auto stale = get(bucket.remove("k", *first + 1, kLong));
    ASSERT_FALSE(stale);
    EXPECT_EQ(stale.error().kind, Error::Kind::refused);
    ASSERT_TRUE(get(bucket.remove("k", *first, kLong)));
    EXPECT_FALSE(entry("k"));
    const auto anew = get(bucket.create("k", "2", kLong));
    ASSERT_TRUE(anew) << anew.error().detail;
    EXPECT_EQ(entry("k")->value, "2");
}

TEST_F(KeyValueTest, SurvivesAKill) {
    const auto first = get(bucket.create("k", "1", kLong));
    ASSERT_TRUE(first);
    server.kill();
    ASSERT_TRUE(until([&] { return !connection->is_connected(); }));
    const auto away = get(bucket.get("k", kLong));
    ASSERT_FALSE(away);
    EXPECT_EQ(away.error().kind, Error::Kind::unavailable);
    server.start();
    ASSERT_TRUE(until([&] { return connection->is_connected(); }));
    ASSERT_TRUE(entry("k"));
    EXPECT_EQ(entry("k")->revision, *first);
}

TEST_F(KeyValueTest, NeverTakesAMissingBucketForAnEmptyOne) {
    KeyValue missing{*connection, "NOT_THERE"};
    const auto found = get(missing.get("k", kLong));
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().kind, Error::Kind::unavailable);
    const auto written = get(missing.update("k", "v", 1, kLong));
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().kind, Error::Kind::unavailable);
}

TEST_F(KeyValueTest, RefusesAKeyThatIsNone) {
    for (const auto* key : {"", ".a", "a.", "a..b", "a b", "a*", ">", "a\n"}) {
        const auto found = get(bucket.get(key, kLong));
        ASSERT_FALSE(found) << key;
        EXPECT_EQ(found.error().kind, Error::Kind::malformed);
        EXPECT_FALSE(get(bucket.create(key, "v", kLong)));
    }
}

}  // namespace
}  // namespace unrip::bus
