#include "store/migrations.hpp"

#include "store_fixture.hpp"
#include "support/temporary_directory.hpp"

#include <boost/asio/co_spawn.hpp>
#include <gmock/gmock.h>

namespace unrip::store {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr Milliseconds kLimit{60'000};

class MigrationsTest : public StoreTest {
  protected:
    MigrationsTest() {
        write("V001__first.sql", "create table first (x int);\ninsert into first values (1);\n");
        write("V002__second.sql", "create table second (x int);\n");
    }

    void write(const std::string& name, std::string_view text) { directory_.write(name, text); }

    std::vector<Migration> files() {
        auto read = read_migrations(directory_.path());
        EXPECT_TRUE(read) << outcome(read);
        return read ? std::move(*read) : std::vector<Migration>{};
    }

    Result<MigrationReport> migrate_now() {
        Database database{loop_.get_executor(), settings()};
        return run(migrate(database, files(), Milliseconds{60'000}));
    }

    std::string schema_check(int expected) {
        Database database{loop_.get_executor(), settings()};
        return outcome(run(check_schema(database, expected)));
    }

    std::string versions() {
        return sql(
            "select string_agg(version || '=' || name, ',' order by version) from schema_migrations"
        );
    }

    test::TemporaryDirectory directory_;
};

TEST_F(MigrationsTest, GoIntoAnEmptyDatabase) {
    const auto report = migrate_now();
    ASSERT_TRUE(report) << outcome(report);
    EXPECT_EQ(report->version_before, 0);
    EXPECT_EQ(report->version_after, 2);
    EXPECT_THAT(report->applied, ElementsAre("V001__first", "V002__second"));
    EXPECT_EQ(versions(), "1=first,2=second");
    EXPECT_EQ(sql("select x from first"), "1");
}

TEST_F(MigrationsTest, DoNothingTheSecondTime) {
    ASSERT_TRUE(migrate_now());
    const auto again = migrate_now();
    ASSERT_TRUE(again) << outcome(again);
    EXPECT_EQ(again->version_before, 2);
    EXPECT_EQ(again->version_after, 2);
    EXPECT_THAT(again->applied, IsEmpty());
    EXPECT_EQ(sql("select count(*) from first"), "1");
}

TEST_F(MigrationsTest, ApplyOnlyWhatIsNew) {
    ASSERT_TRUE(migrate_now());
    write("V003__third.sql", "create table third (x int);");
    const auto report = migrate_now();
    ASSERT_TRUE(report) << outcome(report);
    EXPECT_EQ(report->version_before, 2);
    EXPECT_THAT(report->applied, ElementsAre("V003__third"));
}

TEST_F(MigrationsTest, TwoStartersDoEachStepOnce) {
    for (int version = 3; version <= 12; ++version) {
        const auto number = std::to_string(version);
        write(
            std::string(version < 10 ? "V00" : "V0") + number + "__step.sql",
            "create table step_" + number + " (x int); select pg_sleep(0.01);"
        );
    }
    database_name();
    std::vector<std::string> applied;
    int succeeded = 0;
    int ended = 0;
    const auto starter = [&](Database& database, std::vector<Migration> migrations) -> Task<void> {
        auto report = co_await migrate(database, std::move(migrations), kLimit);
        if (!report) {
            ADD_FAILURE() << outcome(report);
            co_return;
        }
        ++succeeded;
        applied.insert(applied.end(), report->applied.begin(), report->applied.end());
        EXPECT_EQ(report->version_after, 12);
    };
    Database one{loop_.get_executor(), settings()};
    Database other{loop_.get_executor(), settings()};
    const auto on_end = [&](std::exception_ptr error) {
        EXPECT_FALSE(error);
        ++ended;
    };
    boost::asio::co_spawn(loop_, starter(one, files()), on_end);
    boost::asio::co_spawn(loop_, starter(other, files()), on_end);
    while (ended < 2 && loop_.run_one() > 0) {
    }
    EXPECT_EQ(succeeded, 2);
    EXPECT_EQ(applied.size(), 12U);  // Each step by one of the two.
    EXPECT_EQ(sql("select count(*) from schema_migrations"), "12");
    EXPECT_EQ(sql("select count(*) from first"), "1");
}

TEST_F(MigrationsTest, AFileChangedAfterwardsIsRefusedByName) {
    ASSERT_TRUE(migrate_now());
    write("V001__first.sql", "create table first (x bigint);");
    write("V003__third.sql", "create table third (x int);");
    const auto refused = migrate_now();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, Error::Kind::refused);
    EXPECT_THAT(refused.error().detail, HasSubstr("V001__first.sql was changed"));
    EXPECT_EQ(versions(), "1=first,2=second");
}

TEST_F(MigrationsTest, OneThatFailsLeavesNothingOfItself) {
    write(
        "V003__third.sql", "create table third (x int);\ninsert into third values ('no number');"
    );
    const auto refused = migrate_now();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, Error::Kind::refused);
    EXPECT_THAT(refused.error().detail, HasSubstr("V003__third.sql: 22P02"));
    EXPECT_EQ(versions(), "1=first,2=second");
    EXPECT_EQ(sql("select to_regclass('third') is null"), "t");

    write("V003__third.sql", "create table third (x int);");
    EXPECT_TRUE(migrate_now());
    EXPECT_EQ(versions(), "1=first,2=second,3=third");
}

TEST_F(MigrationsTest, OneThatEndsItsTransactionIsRefused) {
    write("V003__third.sql", "create table third (x int); commit; create table fourth (x int);");
    const auto refused = migrate_now();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, Error::Kind::refused);
    EXPECT_THAT(refused.error().detail, HasSubstr("V003__third.sql ends the transaction"));
    EXPECT_EQ(versions(), "1=first,2=second");
}

TEST_F(MigrationsTest, ADatabaseNewerThanTheFilesIsRefused) {
    ASSERT_TRUE(migrate_now());
    sql("insert into schema_migrations (version, name, sha256) values (3, 'from_tomorrow', "
        "repeat('0', 64))");
    const auto refused = migrate_now();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, Error::Kind::refused);
    EXPECT_THAT(refused.error().detail, HasSubstr("from_tomorrow"));
    EXPECT_THAT(refused.error().detail, HasSubstr("newer release"));
}

TEST_F(MigrationsTest, ADatabaseWithAGapIsRefused) {
    ASSERT_TRUE(migrate_now());
    sql("delete from schema_migrations where version = 1");
    const auto refused = migrate_now();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, Error::Kind::refused);
    EXPECT_THAT(refused.error().detail, HasSubstr("misses migration 1 but has 2"));
}

TEST_F(MigrationsTest, AServiceSeesWhetherTheSchemaIsItsOwn) {
    EXPECT_THAT(schema_check(2), HasSubstr("refused: the database has schema 0"));
    ASSERT_TRUE(migrate_now());
    EXPECT_EQ(schema_check(2), "ok");
    EXPECT_THAT(schema_check(3), HasSubstr("run scripts/migrate first"));
    EXPECT_THAT(schema_check(1), HasSubstr("older than the database"));
}

}  // namespace
}  // namespace unrip::store
