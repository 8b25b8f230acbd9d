#include "near/key_file.hpp"

#include "support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <filesystem>

namespace unrip::near {
namespace {

TEST(KeyFile, ANewKeyIsReadBack) {
    const test::TemporaryDirectory directory;
    const auto path = (directory.path() / "key").string();
    const auto made = create_key_file(path);
    ASSERT_TRUE(made) << made.error().detail;
    const auto read = read_key_file(path);
    ASSERT_TRUE(read) << read.error().detail;
    EXPECT_EQ(read->public_key().to_string(), made->to_string());
}

TEST(KeyFile, OnlyItsOwnerCanReadIt) {
    const test::TemporaryDirectory directory;
    const auto path = directory.path() / "key";
    ASSERT_TRUE(create_key_file(path.string()));
    using std::filesystem::perms;
    EXPECT_EQ(
        std::filesystem::status(path).permissions() & perms::all,
        perms::owner_read | perms::owner_write
    );
}

TEST(KeyFile, NoKeyIsEverOverwritten) {
    const test::TemporaryDirectory directory;
    directory.write("key", "something that was there");
    const auto made = create_key_file((directory.path() / "key").string());
    ASSERT_FALSE(made);
    EXPECT_NE(made.error().detail.find("File exists"), std::string::npos) << made.error().detail;
}

TEST(KeyFile, WhatIsNoKeyIsNotQuoted) {
    const test::TemporaryDirectory directory;
    directory.write("key", "ed25519:hunter2");
    const auto read = read_key_file((directory.path() / "key").string());
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().detail.find("hunter2"), std::string::npos);
    EXPECT_NE(read.error().detail.find("key: "), std::string::npos) << read.error().detail;
}

}  // namespace
}  // namespace unrip::near
