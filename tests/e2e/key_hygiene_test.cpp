// Where a key is while the house trades with it: in its file, and in locked memory of the process
// that uses it. Nowhere else.

#include "e2e/books.hpp"
#include "e2e/memory_search.hpp"
#include "near/key_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <iterator>
#include <sstream>

namespace unrip::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr auto kPassphrase = "correct horse battery staple";

std::string text_of(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

/// The maker's key as it is, the same encrypted, and what opens it.
struct Keys {
    TemporaryDirectory directory;
    std::string plain = (directory.path() / "plain").string();
    std::string box = (directory.path() / "box").string();
    std::string passphrase = (directory.path() / "passphrase").string();

    Keys() {
        directory.write("passphrase", std::string{kPassphrase} + "\n");
        ::chmod(passphrase.c_str(), 0600);
        const auto made = near::create_key_file(plain);
        const auto locked = near::encrypt_key_file(plain, box, kPassphrase);
        if (!made || !locked) throw std::runtime_error{"no key could be made"};
    }
    /// Without the line's end and the word that says what it is: the secret itself.
    std::string secret() const {
        const auto text = text_of(plain);
        return text.substr(8, text.size() - 9);
    }
};

TradingHouse::Plan holding(const Keys& keys) {
    TradingHouse::Plan plan;
    plan.changes = {
        {"takers",
         {{{"name", "crowd"},
           {"kind", "uninformed"},
           {"per_second", 20},
           {"size_least", "1"},
           {"size_most", "4"},
           {"tolerance_ppm", 50'000}}}},
        {"chain", {{"settle_after_ms", 300}}}};
    plan.settings["venue-sandbox"] = {{"VENUE_SANDBOX_MAKER_KEY_FILE", keys.plain}};
    plan.settings["liquidity-manager"] = {{"NEAR_ACCOUNT_PRIVATE_KEY_FILE", keys.plain}};
    plan.settings["trade-executor"] = {
        {"NEAR_INTENTS_SIGNER_PRIVATE_KEY_FILE", keys.box},
        {"NEAR_INTENTS_SIGNER_PASSPHRASE_FILE", keys.passphrase}};
    return plan;
}

std::string proc(const ServiceProcess& process, const char* name) {
    return text_of("/proc/" + std::to_string(process.pid()) + "/" + name);
}

/// All that others get to see of a process.
std::string seen_of(const ServiceProcess& process) {
    auto all = process.log();
    for (const auto* path : {"/state", "/metrics", "/healthz", "/readyz", "/nothing"})
        all += process.get(path).body;
    return all + proc(process, "environ") + proc(process, "cmdline");
}

TEST(KeyHygiene, AKeyIsInItsFileAndInLockedMemoryAndNowhereElse) {
    const Keys keys;
    TradingHouse house{holding(keys)};
    house.open();
    house.arm();
    EXPECT_TRUE(TradingHouse::comes_true([&] { return maker_count(house, "settled") >= 3; }))
        << house.logs();

    const auto secret = keys.secret();
    ASSERT_GT(secret.size(), 60U);
    for (const auto* process : house.processes()) {
        const auto seen = seen_of(*process);
        EXPECT_THAT(seen, Not(HasSubstr(secret))) << process->name();
        EXPECT_THAT(seen, Not(HasSubstr(secret.substr(10, 30)))) << process->name();
        EXPECT_THAT(seen, Not(HasSubstr(kPassphrase))) << process->name();
    }
    const auto seed = seed_bytes(secret);
    for (const auto* process : {&house.executor, &house.liquidity}) {
        EXPECT_THAT(proc(*process, "limits"), HasSubstr("Max core file size        0"))
            << process->name();
        EXPECT_THAT(proc(*process, "status"), Not(HasSubstr("VmLck:\t       0 kB")))
            << process->name();
        for (const auto& what : {secret, seed, std::string{kPassphrase}})
            EXPECT_EQ(times_in_readable_memory(process->pid(), what), 0U) << process->name();
    }
    // So that the search can fail: this process holds what it looks for.
    EXPECT_GT(times_in_readable_memory(::getpid(), secret), 0U);
}

}  // namespace
}  // namespace unrip::test
