#include "store/migration_files.hpp"

#include "store/sha256.hpp"
#include "support/temporary_directory.hpp"

#include <gtest/gtest.h>

namespace unrip::store {
namespace {

TEST(MigrationFileName, IsVersionAndName) {
    const auto parsed = parse_migration_file_name("V007__add_alerts2.sql");
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->version, 7);
    EXPECT_EQ(parsed->name, "add_alerts2");
}

TEST(MigrationFileName, MayHaveMoreDigitsThanThree) {
    const auto parsed = parse_migration_file_name("V1234__x.sql");
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->version, 1234);
}

TEST(MigrationFileName, NothingElseIsOne) {
    for (const auto* name : {
             "V7__short.sql",
             "v007__low.sql",
             "V007_one_bar.sql",
             "V007__.sql",
             "V007__x.SQL",
             "V000__zero.sql",
             "V00a__letters.sql",
             "V-01__minus.sql",
             "V007__Big.sql",
             "V007__a b.sql",
             "V007___x.sql",
             "007__x.sql",
             "V007__x.sql.bak",
             "V1234567__x.sql",
             ".sql",
             "V",
             "",
         }) {
        EXPECT_FALSE(parse_migration_file_name(name)) << name;
    }
}

TEST(Sha256, IsTheOneOfTheStandard) {
    EXPECT_EQ(
        sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    );
    EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

class MigrationFilesTest : public ::testing::Test {
  protected:
    std::string refusal() const {
        const auto read = read_migrations(directory_.path());
        if (read) return "read";
        EXPECT_EQ(read.error().kind, Error::Kind::refused);
        return read.error().detail;
    }

    test::TemporaryDirectory directory_;
};

TEST_F(MigrationFilesTest, ComeInTheOrderOfTheirVersions) {
    directory_.write("V002__second.sql", "select 2");
    directory_.write("V001__first.sql", "select 1");
    directory_.write("README.md", "what the tables mean");
    const auto read = read_migrations(directory_.path());
    ASSERT_TRUE(read);
    ASSERT_EQ(read->size(), 2U);
    EXPECT_EQ(to_text(read->at(0)), "V001__first");
    EXPECT_EQ(read->at(1).sql, "select 2");
    EXPECT_EQ(read->at(1).sha256, sha256_hex("select 2"));
}

TEST_F(MigrationFilesTest, AGapIsNamed) {
    directory_.write("V001__first.sql", "select 1");
    directory_.write("V003__third.sql", "select 3");
    EXPECT_EQ(refusal(), "migration 2 is missing before V003__third");
}

TEST_F(MigrationFilesTest, TwoOfOneVersionAreRefused) {
    directory_.write("V001__first.sql", "select 1");
    directory_.write("V001__other.sql", "select 1");
    EXPECT_NE(refusal().find("has the same version as"), std::string::npos);
}

TEST_F(MigrationFilesTest, AMisspeltNameIsRefused) {
    directory_.write("V001__first.sql", "select 1");
    directory_.write("V02__second.sql", "select 2");
    EXPECT_EQ(refusal(), "V02__second.sql is not named like V001__what_it_does.sql");
}

TEST_F(MigrationFilesTest, AnEmptyDirectoryIsRefused) {
    EXPECT_EQ(refusal(), directory_.path().string() + " holds no migration");
}

TEST(MigrationFiles, OfNoDirectoryAreRefused) {
    const auto read = read_migrations("/nowhere/at/all");
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().kind, Error::Kind::refused);
    EXPECT_NE(read.error().detail.find("/nowhere/at/all"), std::string::npos);
}

}  // namespace
}  // namespace unrip::store
