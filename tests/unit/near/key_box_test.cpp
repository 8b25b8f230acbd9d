#include "near/key_box.hpp"

#include "near/key_file.hpp"
#include "support/temporary_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace unrip::near {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr auto kPassphrase = "correct horse battery";
constexpr KeyBoxCost kCheapest{2, 64 * 1024};

std::string a_key() {
    const test::TemporaryDirectory directory;
    const auto path = (directory.path() / "key").string();
    if (!create_key_file(path)) return {};
    std::ifstream file{path};
    std::string text;
    std::getline(file, text);
    return text;
}

class KeyBox : public testing::Test {
  protected:
    /// Deriving takes its time, so all share one.
    static void SetUpTestSuite() {
        key = new std::string{a_key()};
        box = new std::string{*lock_key(*key, kPassphrase, kCheapest)};
    }
    static void TearDownTestSuite() {
        delete key;
        delete box;
    }

    static std::string replaced(const std::string& what, const std::string& by) {
        auto text = *box;
        return text.replace(text.find(what), what.size(), by);
    }
    static std::string error_of(
        const std::string& text, std::string_view passphrase = kPassphrase
    ) {
        const auto opened = unlock_key(text, passphrase);
        return opened ? "opened" : opened.error().detail;
    }
    /// The nth field between colons, counted from 0.
    static std::string field(std::size_t number) {
        std::istringstream rest{*box};
        std::string found;
        for (std::size_t i = 0; i <= number; ++i)
            std::getline(rest, found, ':');
        return found;
    }

    static inline std::string* key = nullptr;
    static inline std::string* box = nullptr;
};

TEST_F(KeyBox, OpensWithItsPassphraseAndIsTheSameKey) {
    const auto plain = SecretKey::parse(*key);
    ASSERT_TRUE(plain);
    const auto opened = unlock_key(*box + "\n", kPassphrase);
    ASSERT_TRUE(opened) << opened.error().detail;
    EXPECT_EQ(opened->public_key(), plain->public_key());
    EXPECT_EQ(*unlock_key_text(*box, kPassphrase), *key);
    EXPECT_THAT(*box, StartsWith("unrip-key-v1:argon2id:2:65536:"));
    EXPECT_THAT(*box, HasSubstr(plain->public_key().to_string()));
}

/// Made by libsodium through another language: passes 2, 64 MiB, seed 32 x 0x07.
TEST_F(KeyBox, IsTheFormThatOthersCanReadToo) {
    const auto opened = unlock_key(
        "unrip-key-v1:argon2id:2:65536:AQEBAQEBAQEBAQEBAQEBAQ==:"
        "AgICAgICAgICAgICAgICAgICAgICAgIC:ENkTIfqGx5gGnkn3W2jfdS0C+"
        "9RRWP0qr188iKChLAmgO1v6T7YUuYVnL7Bh3/"
        "Y0:ed25519:GmaDrppBC7P5ARKV8g3djiwP89vz1jLK23V2GBjuAEGB",
        kPassphrase
    );
    ASSERT_TRUE(opened) << opened.error().detail;
    EXPECT_EQ(
        opened->public_key(),
        SecretKey::from_seed(std::array<std::uint8_t, 32>{7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7,
                                                          7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7,
                                                          7, 7, 7, 7, 7, 7, 7, 7, 7, 7})
            .public_key()
    );
}

TEST_F(KeyBox, IsAnotherOneEachTime) {
    EXPECT_NE(*lock_key(*key, kPassphrase, kCheapest), *box);
}

TEST_F(KeyBox, HoldsNothingOfTheKeyOrThePassphrase) {
    EXPECT_THAT(*box, Not(HasSubstr(key->substr(8, 20))));
    EXPECT_THAT(*box, Not(HasSubstr("horse")));
}

TEST_F(KeyBox, StaysShutForAnyOtherPassphrase) {
    for (const auto* wrong : {"correct horse batterY", "correct horse battery ", "", "x"}) {
        EXPECT_EQ(
            error_of(*box, wrong), "the passphrase does not open the key (or the file was altered)"
        );
    }
}

TEST_F(KeyBox, IsRefusedWhereverItIsCutOff) {
    for (std::size_t size = 0; size < box->size(); ++size) {
        const auto opened = unlock_key(box->substr(0, size), kPassphrase);
        ASSERT_FALSE(opened) << size;
        EXPECT_EQ(opened.error().kind, Error::Kind::malformed) << size;
        EXPECT_GT(opened.error().detail.size(), 20U);
    }
}

TEST_F(KeyBox, NoticesEveryPartThatIsAltered) {
    // Salt, nonce and box in a letter each; and a public key that is somebody else's.
    for (const std::size_t number : {4U, 5U, 6U}) {
        auto other = field(number);
        other.front() = other.front() == 'A' ? 'B' : 'A';
        EXPECT_EQ(
            error_of(replaced(field(number), other)),
            "the passphrase does not open the key (or the file was altered)"
        ) << number;
    }
    const auto stranger = SecretKey::parse(a_key())->public_key().to_string();
    const auto ours = SecretKey::parse(*key)->public_key().to_string();
    EXPECT_THAT(error_of(replaced(ours, stranger)), HasSubstr("its public key is not that"));
    EXPECT_THAT(error_of(replaced(":2:65536:", ":3:65536:")), HasSubstr("does not open"));
    EXPECT_THAT(error_of(replaced(field(4), "not*base64")), HasSubstr("damaged: its salt"));
    EXPECT_THAT(error_of(replaced(field(5), "AAAA")), HasSubstr("damaged: its nonce"));
    EXPECT_THAT(error_of(replaced(field(6), "AAAA")), HasSubstr("damaged: its box"));
    EXPECT_THAT(error_of(replaced("argon2id", "argon2d")), HasSubstr("not argon2id"));
    EXPECT_THAT(error_of(replaced("unrip-key-v1", "unrip-key-v2")), HasSubstr("unrip-key-v1"));
    EXPECT_THAT(error_of(*box + "x"), HasSubstr("damaged"));
}

TEST_F(KeyBox, IsNotOpenedWhereItsCostIsTooLittleOrTooMuch) {
    for (const auto* weak : {":1:65536:", ":2:65535:", ":2:8:", ":0:0:"}) {
        EXPECT_THAT(error_of(replaced(":2:65536:", weak)), HasSubstr("protects no key")) << weak;
    }
    for (const auto* strong : {":17:65536:", ":2:1048577:", ":2:18446744073709551615:"}) {
        EXPECT_THAT(error_of(replaced(":2:65536:", strong)), HasSubstr("more than a process"))
            << strong;
    }
    for (const auto* odd : {":-1:65536:", ":two:65536:", "::65536:", ":2:18446744073709551616:"}) {
        EXPECT_THAT(error_of(replaced(":2:65536:", odd)), HasSubstr("whole numbers")) << odd;
    }
    EXPECT_THAT(lock_key(*key, kPassphrase, {1, 64}).error().detail, HasSubstr("protects no key"));
    EXPECT_THAT(lock_key(*key, "eleven byte", kCheapest).error().detail, HasSubstr("12 bytes"));
}

TEST_F(KeyBox, OnlyAKeyIsLockedAndNoneIsQuoted) {
    const auto locked = lock_key("ed25519:hunter2hunter2", kPassphrase, kCheapest);
    ASSERT_FALSE(locked);
    EXPECT_THAT(locked.error().detail, Not(HasSubstr("hunter2")));
}

TEST_F(KeyBox, AProcessTakesEitherFormByItsContent) {
    EXPECT_TRUE(open_key(*key, std::nullopt));
    EXPECT_TRUE(open_key(*box, kPassphrase));
    EXPECT_THAT(open_key(*box, std::nullopt).error().detail, HasSubstr("no passphrase is given"));
    EXPECT_THAT(open_key(*key, kPassphrase).error().detail, HasSubstr("is not encrypted"));
}

TEST_F(KeyBox, FilesAreMadeEncryptedDecryptedAndNeverOverwritten) {
    const test::TemporaryDirectory directory;
    const auto path = [&](const char* name) { return (directory.path() / name).string(); };
    const auto made = create_encrypted_key_file(path("box"), kPassphrase);
    ASSERT_TRUE(made) << made.error().detail;
    EXPECT_EQ(read_key_file(path("box"), kPassphrase)->public_key(), *made);
    ASSERT_TRUE(decrypt_key_file(path("box"), path("plain"), kPassphrase));
    EXPECT_EQ(read_key_file(path("plain"))->public_key(), *made);
    ASSERT_TRUE(encrypt_key_file(path("plain"), path("again"), kPassphrase));
    EXPECT_EQ(read_key_file(path("again"), kPassphrase)->public_key(), *made);
    for (const auto* name : {"box", "plain", "again"}) {
        EXPECT_EQ(
            std::filesystem::status(path(name)).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write
        );
    }
    EXPECT_FALSE(decrypt_key_file(path("box"), path("plain"), kPassphrase));
    EXPECT_FALSE(encrypt_key_file(path("plain"), path("box"), kPassphrase));
    EXPECT_THAT(
        encrypt_key_file(path("box"), path("new"), kPassphrase).error().detail,
        HasSubstr("encrypted already")
    );
    EXPECT_FALSE(std::filesystem::exists(path("new")));
    EXPECT_FALSE(create_encrypted_key_file(path("short"), "short"));
    EXPECT_FALSE(std::filesystem::exists(path("short")));
}

}  // namespace
}  // namespace unrip::near
