// The power goes while the house trades: nats-server and PostgreSQL find on their disk only what
// was synced, and everybody starts anew. The venue stands elsewhere and forgets nothing.

#include "e2e/books.hpp"
#include "faults/crowd.hpp"
#include "faults/cut_disk.hpp"
#include "faults/dice.hpp"
#include "faults/stream_records.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <set>
#include <thread>

namespace unrip::test {
namespace {

using std::chrono::milliseconds;

constexpr std::uint64_t kSome = 10;
constexpr std::uint64_t kMebibytes = 600;
/// Two of nats-server's sync intervals: what stood so long is on the disk.
constexpr milliseconds kSynced{2'000};

std::uint64_t setting(const char* name, std::uint64_t preset) {
    // Nothing in a test changes its environment.
    // NOLINTNEXTLINE(concurrency-mt-unsafe)
    const auto* text = std::getenv(name);
    return text == nullptr ? preset : std::stoull(text);
}

struct PowerLossTest : testing::Test {
    TradingHouse house{
        {.changes = {
             {"takers", crowd(10).at("takers")},
             {"chain", {{"settle_after_ms", 300}}},
             {"bridge", {{"withdrawal_done_after_ms", 500}}}}}};
    std::unique_ptr<CutDisk> disk;
    std::uint64_t untold_max = 0;  ///< Answers of the last moments before the cuts.
    /// By the state that nats-server wrote down last, TRADES is still empty.
    const bool is_young = setting("UNRIP_POWER_YOUNG", 0) != 0;

    void SetUp() override {
        if (!CutDisk::can_be_had()) GTEST_SKIP() << "no disk in a file can be mounted here";
        house.nats.stop();
        house.postgres.stop();
        disk = std::make_unique<CutDisk>(
            std::vector{house.nats.store(), house.postgres.data()}, kMebibytes
        );
        house.nats.start();
        house.postgres.start();
        house.open();
        permit();
        if (!is_young) grow_older();
        // The streams of a real house are older than half a minute, so that the kernel has written
        // down that they are there.
        ::sync();
    }
    /// nats-server writes down the state of its streams every two minutes, and when it stops.
    void grow_older() {
        house.nats.stop();
        house.nats.start();
        permit();
    }
    void TearDown() override {
        if (!disk) return;
        kill_all();
        disk.reset();
        house.nats.start();
        house.postgres.start();
    }

    void permit() {
        house.arm();
        ASSERT_EQ(house.liquidity.post("/freeze-withdrawals", R"({"frozen":false})").status, 200);
        ASSERT_TRUE(goes_on_trading(house, kSome)) << house.logs();
    }

    /// The same withdrawal however often it is asked for: by its key.
    void withdraw(std::uint64_t number) const {
        const auto key = "Idempotency-Key: cut-" + std::to_string(number) + "\r\n";
        const auto body =
            R"({"asset_id":"nep141:btc.omft.near","amount":"20000","destination_address":"bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"})";
        EXPECT_TRUE(TradingHouse::comes_true([&] {
            const auto status = house.liquidity.post("/withdraw", body, key).status;
            return status == 200 || status == 202;
        })) << house.logs();
    }

    std::set<std::string> told() const {
        std::set<std::string> ids;
        for (const auto& [subject, all] : read_stream(house.nats.url(), "TRADES").ids)
            for (const auto& [id, times] : all)
                ids.insert(id);
        return ids;
    }

    void kill_all() {
        for (auto* process : house.processes())
            process->kill_9();
        house.nats.kill();
        house.postgres.kill_9();
    }

    void cut_the_power() {
        const auto synced = told();
        const auto valid = maker_count(house, "valid");
        std::this_thread::sleep_for(kSynced);
        const auto before = told();
        for (const auto* process : house.processes())
            process->freeze();
        house.nats.freeze();
        house.postgres.freeze();
        disk->cut();
        untold_max += maker_count(house, "valid") - valid;
        kill_all();
        disk->come_back();
        house.postgres.start();
        house.nats.start();
        const auto after = told();
        const auto missing = [&](const std::set<std::string>& ids) {
            return std::count_if(ids.begin(), ids.end(), [&](const auto& id) {
                return after.count(id) == 0;
            });
        };
        std::cout << "of " << before.size() << " messages of TRADES " << missing(before)
                  << " are gone, of " << synced.size() << " that stood for two seconds "
                  << missing(synced) << std::endl;
        EXPECT_TRUE(is_young || missing(synced) == 0) << house.nats.log();
        for (auto* process : house.processes())
            process->start();
        for (const auto* process : house.processes())
            process->await_ready();
        // What stood is gone: then somebody says so.
        const bool is_said =
            missing(synced) == 0 || TradingHouse::comes_true([&] {
                return house.writer.log().find("The stream TRADES went back") != std::string::npos;
            });
        EXPECT_TRUE(is_said) << house.writer.log();
        forget_what_was_lost();
    }
    /// As the runbook says.
    void forget_what_was_lost() const {
        run_program(
            "unrip-streams",
            {{"NATS_URL", house.nats.url()},
             {"UNRIP_STREAMS_FILE", UNRIP_SOURCE_DIR "/deploy/nats/streams.json"}}
        );
    }
};

TEST_F(PowerLossTest, ForgetsNoObligationAndDoublesNoWithdrawal) {
    const auto cuts = setting("UNRIP_POWER_CUTS", 1);
    Dice dice{setting("UNRIP_POWER_SEED", 1)};
    for (std::uint64_t number = 1; number <= cuts; ++number) {
        withdraw(number);
        std::this_thread::sleep_for(dice.between(milliseconds{0}, milliseconds{3'000}));
        cut_the_power();
        permit();
        withdraw(number);
        EXPECT_TRUE(house.comes_to(
            "select count(distinct action_id) from liquidity_actions where kind = 'withdrawal'"
            " and state = 'completed'",
            std::to_string(number)
        )) << house.logs();
    }
    house.silence_takers();
    EXPECT_TRUE(TradingHouse::comes_true([&] {
        return maker_count(house, "won") ==
               maker_count(house, "settled") + maker_count(house, "failed");
    }));
    const auto known = [&] {
        return house.count("select count(*) from trade_settlements where state = 'settled'");
    };
    EXPECT_TRUE(TradingHouse::comes_true([&] {
        return known() + untold_max >= maker_count(house, "settled");
    })) << known();
    const auto stats = house.venue_stats();
    EXPECT_EQ(stats.at("over_commitment").at("breaches"), 0) << stats.at("over_commitment");
    EXPECT_EQ(
        house.ask("select count(distinct action_id) from liquidity_actions"
                  " where kind = 'withdrawal'"),
        std::to_string(cuts)
    );
    // What was signed in the last moment may be settled and told to nobody: then somebody is told
    // that there is more or less than the books say. Otherwise they are exact.
    const auto is_exact = [&] {
        return known() == maker_count(house, "settled") &&
               held_by_the_books(house) == held_on_chain(house);
    };
    const auto is_said = [&] {
        return known() < maker_count(house, "settled") &&
               house.ask(
                   "select count(*) from alerts where name = 'unexplained_balance'"
                   " and state = 'raised'"
               ) != "0";
    };
    EXPECT_TRUE(TradingHouse::comes_true([&] { return is_exact() || is_said(); }))
        << held_by_the_books(house) << "\n"
        << held_on_chain(house) << house.logs();
    std::cout << cuts << " cuts, " << maker_count(house, "valid") << " valid answers, "
              << maker_count(house, "settled") << " settled, " << known() << " known to be so, "
              << untold_max << " answered in the moments before the cuts; the books "
              << (is_exact() ? "are exact" : "lack what is gone, and say so") << std::endl;
}

}  // namespace
}  // namespace unrip::test
