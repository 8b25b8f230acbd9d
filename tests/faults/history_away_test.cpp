// A PostgreSQL that is slow, half open or away neither slows nor stops trading: what is not written
// waits in its stream, not in memory, and somebody is told.

#include "e2e/books.hpp"
#include "faults/crowd.hpp"
#include "support/process_memory.hpp"

#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <iostream>

namespace unrip::test {
namespace {

constexpr std::uint64_t kSome = 40;
/// A process that kept the backlog to itself would need more; one that does not stays far below.
constexpr std::uint64_t kGrowthMaxKib = 16'384;
constexpr std::chrono::milliseconds kSlow{800};

/// A backlog is told as soon as there is one.
std::string watchful_policy(const TemporaryDirectory& directory) {
    std::ifstream file{UNRIP_SOURCE_DIR "/deploy/policy/sandbox.json"};
    auto policy = nlohmann::ordered_json::parse(file);
    policy["journal"]["writer_lag_alert_ppm"] = 1;
    directory.write("policy.json", policy.dump());
    return directory.path() / "policy.json";
}

struct HistoryAwayTest : testing::Test {
    const TemporaryDirectory directory;
    TradingHouse house{
        {.changes = crowd(10),
         .settings = {{"history-writer", {{"UNRIP_POLICY_FILE", watchful_policy(directory)}}}},
         .has_links = true}};

    std::array<std::uint64_t, 4> held() const {
        return {
            anonymous_kib(house.writer.pid()),
            anonymous_kib(house.strategy.pid()),
            anonymous_kib(house.executor.pid()),
            anonymous_kib(house.ingest.pid())};
    }

    /// From the request to the answer, at the median, of what was commanded since.
    void tell_speed(const std::string& when, const std::string& since, const std::string& until) {
        std::cout
            << when << ": "
            << house.ask(
                   "select count(*) || ' answers, half of them within ' || "
                   "round((percentile_cont(0.5) within group (order by r.sent_ns - "
                   "c.received_ns) / 1e6)::numeric, 1) || ' ms' from trade_execution_results r "
                   "join execute_trade_commands c on c.id = r.command_id where r.sent_ns is "
                   "not null and c.received_at between '" +
                   since + "' and '" + until + "'"
               )
            << std::endl;
    }
};

TEST_F(HistoryAwayTest, TradingGoesOnAndTheStreamKeepsWhatIsNotWritten) {
    house.open();
    house.arm();
    const auto began = house.ask("select now()");
    ASSERT_TRUE(goes_on_trading(house, kSome)) << house.logs();
    const auto away_from = house.ask("select now()");
    const auto before = held();

    auto& link = house.wiring.link("history-writer to postgresql");
    link.delay(kSlow);
    EXPECT_TRUE(goes_on_trading(house, kSome)) << house.logs();
    link.stall();
    EXPECT_TRUE(goes_on_trading(house, kSome)) << house.logs();
    house.postgres.kill_9();
    link.mend();
    EXPECT_TRUE(goes_on_trading(house, kSome)) << house.logs();
    EXPECT_TRUE(TradingHouse::comes_true([&] {
        return house.writer.log().find("writer_lag") != std::string::npos;
    })) << house.logs();
    const auto after = held();
    for (std::size_t i = 0; i < before.size(); ++i) {
        std::cout << "heap " << before[i] << " KiB, then " << after[i] << " KiB" << std::endl;
        EXPECT_LT(after[i], before[i] + kGrowthMaxKib);
    }

    house.postgres.start();
    const auto until = house.ask("select now()");
    EXPECT_TRUE(house.comes_to(
        "select count(*) > 0 from alerts where name = 'writer_lag' and state = 'cleared'", "t"
    )) << house.writer.log();
    come_to_rest(house);
    expect_sound(house);
    tell_speed("with PostgreSQL", began, away_from);
    tell_speed("without", away_from, until);
}

}  // namespace
}  // namespace unrip::test
