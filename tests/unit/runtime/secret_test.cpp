#include "runtime/secret.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <ostream>
#include <type_traits>

namespace unrip::runtime {
namespace {

using testing::HasSubstr;

template <class T>
concept Printable = requires(std::ostream& out, const T& value) {
    out << value;
};

static_assert(!Printable<Secret>);
static_assert(!std::is_copy_constructible_v<Secret>);
static_assert(std::is_nothrow_move_constructible_v<Secret>);

class SecretFile : public testing::Test {
  protected:
    SecretFile() { close(mkstemp(path_.data())); }
    ~SecretFile() override { unlink(path_.c_str()); }
    void write(std::string_view text, mode_t mode = 0600) const {
        std::ofstream{path_} << text;
        chmod(path_.c_str(), mode);
    }

    std::string path_{"/tmp/unrip-secret-test-XXXXXX"};
};

TEST(Secret, WipesTheStringItCameIn) {
    std::string text(64, 'k');
    const auto* bytes = text.data();
    const auto secret = Secret::taken_from(std::move(text));
    EXPECT_EQ(std::count(bytes, bytes + 64, '\0'), 64);
    EXPECT_TRUE(secret.equals(std::string(64, 'k')));
    EXPECT_EQ(to_text(secret), "***");
}

TEST(Secret, EqualsOnlyItself) {
    const auto secret = Secret::taken_from("hunter2");
    for (const auto* other : {"", "hunter", "hunter22", "Hunter2"})
        EXPECT_FALSE(secret.equals(other));
    EXPECT_TRUE(secret.equals("hunter2"));
    EXPECT_TRUE(Secret::taken_from("").equals(""));
}

TEST(Secret, CanBeReadWhileItIsRead) {
    const auto secret = Secret::taken_from("hunter2");
    const auto size = secret.with([&](std::string_view text) {
        return text.size() + secret.with([](std::string_view inner) { return inner.size(); }) +
               text.size();
    });
    EXPECT_EQ(size, 21U);
}

TEST_F(SecretFile, IsReadWithoutItsLineEnd) {
    write("hunter2\r\n");
    auto secret = Secret::from_file(path_);
    ASSERT_TRUE(secret);
    EXPECT_TRUE(secret->equals("hunter2"));
}

TEST_F(SecretFile, IsRefusedWhenOthersCanReadItWithTheRemedy) {
    for (const mode_t mode : {0604U, 0644U, 0602U, 0601U}) {
        write("hunter2", mode);
        const auto secret = Secret::from_file(path_);
        ASSERT_FALSE(secret);
        EXPECT_THAT(secret.error().detail, HasSubstr("chmod 600 " + path_));
    }
}

TEST_F(SecretFile, IsRefusedWhenEmptyOrTooLong) {
    write("\n\n");
    EXPECT_THAT(Secret::from_file(path_).error().detail, HasSubstr("is empty"));
    write(std::string(64 * 1024 + 1, 'x'));
    EXPECT_THAT(Secret::from_file(path_).error().detail, HasSubstr("longer than any secret"));
}

TEST_F(SecretFile, MustBeAFile) {
    EXPECT_THAT(Secret::from_file("/tmp").error().detail, HasSubstr("not a regular file"));
    EXPECT_THAT(Secret::from_file("/nowhere/x").error().detail, HasSubstr("can't be opened"));
}

/// In a child: what is switched off can't be switched on again.
TEST(SecretProcess, LeavesNoCoreAndLetsNobodyIn) {
    const pid_t child = fork();
    if (child == 0) {
        rlimit core{};
        const bool is_done = protect_secrets().has_value() && getrlimit(RLIMIT_CORE, &core) == 0;
        const bool is_shut = prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 0;
        _exit(is_done && is_shut && core.rlim_cur == 0 && core.rlim_max == 0 ? 0 : 1);
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), 0);
}

}  // namespace
}  // namespace unrip::runtime
