#include "store_fixture.hpp"
#include "support/child_process.hpp"
#include "support/temporary_directory.hpp"

#include <gmock/gmock.h>

#include <filesystem>

namespace unrip::store {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

/// The binary of the same build as this test.
std::string program() {
    const auto tests = std::filesystem::read_symlink("/proc/self/exe").parent_path();
    return tests.parent_path() / "bin" / "unrip-migrate";
}

class MigrateProgramTest : public StoreTest {
  protected:
    MigrateProgramTest() { directory_.write("V001__first.sql", "create table first (x int);"); }

    static test::Finished run_with(const std::vector<std::string>& environment) {
        std::vector<std::string> command{"/usr/bin/env", "-i"};
        command.insert(command.end(), environment.begin(), environment.end());
        command.push_back(program());
        return test::run_child(command, "", {});
    }

    std::string url() { return "POSTGRES_URL=" + shared_server().url(database_name()); }
    std::string files() const { return "UNRIP_MIGRATIONS_DIR=" + directory_.path().string(); }

    test::TemporaryDirectory directory_;
};

TEST_F(MigrateProgramTest, BringsTheSchemaForwardOnce) {
    const auto first = run_with({url(), files()});
    EXPECT_EQ(first.exit_code, 0) << first.output;
    EXPECT_EQ(first.output, "applied V001__first\nthe schema is at version 1\n");
    const auto second = run_with({url(), files()});
    EXPECT_EQ(second.exit_code, 0) << second.output;
    EXPECT_EQ(second.output, "the schema is at version 1\n");
}

TEST_F(MigrateProgramTest, ReadsTheUrlFromAFile) {
    directory_.write("url", shared_server().url(database_name()) + "\n");
    const auto file = directory_.path() / "url";
    const auto variable = "POSTGRES_URL_FILE=" + file.string();
    std::filesystem::permissions(file, std::filesystem::perms{0644});
    const auto refused = run_with({variable, files()});
    EXPECT_EQ(refused.exit_code, 2) << "a secret that others can read: " << refused.output;

    std::filesystem::permissions(file, std::filesystem::perms{0600});
    const auto done = run_with({variable, files()});
    EXPECT_EQ(done.exit_code, 0) << done.output;
}

TEST_F(MigrateProgramTest, EndsWithTwoWhenAPersonMustLook) {
    const auto nowhere = run_with({files()});
    EXPECT_EQ(nowhere.exit_code, 2);
    EXPECT_THAT(nowhere.output, HasSubstr("unrip-migrate: POSTGRES_URL is not set"));
    const auto misspelt = run_with({url(), files(), "UNRIP_MIGRATE_WAIT_SECOND=5"});
    EXPECT_EQ(misspelt.exit_code, 2);
    EXPECT_THAT(misspelt.output, HasSubstr("did you mean UNRIP_MIGRATE_WAIT_SECONDS?"));
    EXPECT_EQ(run_with({url(), "UNRIP_MIGRATIONS_DIR=/nowhere"}).exit_code, 2);
    EXPECT_EQ(run_with({url(), files(), "UNRIP_MIGRATE_WAIT_SECONDS=soon"}).exit_code, 2);

    directory_.write("V002__second.sql", "nonsense");
    const auto refused = run_with({url(), files()});
    EXPECT_EQ(refused.exit_code, 2);
    EXPECT_THAT(refused.output, HasSubstr("unrip-migrate: V002__second.sql: 42601"));
}

TEST_F(MigrateProgramTest, EndsWithTwoOnAWrongPasswordAndKeepsItToItself) {
    const auto refused = run_with(
        {"POSTGRES_URL=" + shared_server().url_with_password("hunter2", database_name()), files()}
    );
    EXPECT_EQ(refused.exit_code, 2);
    EXPECT_THAT(refused.output, HasSubstr("password authentication failed"));
    EXPECT_THAT(refused.output, Not(HasSubstr("hunter2")));
    EXPECT_THAT(refused.output, Not(HasSubstr("%68")));
}

TEST_F(MigrateProgramTest, EndsWithOneWhenTheDatabaseStaysAway) {
    const auto away = run_with(
        {"POSTGRES_URL=postgresql://u@/d?host=/nowhere", files(), "UNRIP_MIGRATE_WAIT_SECONDS=0"}
    );
    EXPECT_EQ(away.exit_code, 1) << away.output;
}

}  // namespace
}  // namespace unrip::store
