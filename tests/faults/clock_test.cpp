// One process's wall clock is turned by ten minutes while the house trades: nothing unsafe is
// promised meanwhile, and all goes on when the clock is right again.

#include "e2e/clocks.hpp"
#include "e2e/trading_house.hpp"
#include "faults/crowd.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace unrip::test {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kMuch = std::chrono::minutes{10};
constexpr std::uint64_t kSome = 5;

TradingHouse::Plan with(const Clocks& clocks) {
    TradingHouse::Plan plan{.changes = crowd(10)};
    for (const auto* process :
         {"market-reference-ingest", "inventory-sync", "strategy-engine", "trade-executor"})
        plan.settings[process] = clocks.environment(process);
    return plan;
}

struct ClockTest : testing::Test {
    const Clocks clocks{true};
    TradingHouse house{with(clocks)};

    /// Turns a clock until this is in PostgreSQL, and back.
    void turn(const std::string& process, milliseconds ahead, const std::string& until) const {
        const auto began = house.ask("select now()");
        clocks.turn(process, ahead);
        EXPECT_TRUE(house.comes_to(
            "select count(*) > 0 from " + until + " and received_at > '" + began + "'", "t"
        )) << process
           << " by " << ahead.count() << " ms: no " << until << "\n"
           << house.logs();
        clocks.turn(process, milliseconds{0});
        EXPECT_TRUE(goes_on_trading(house, kSome))
            << "after " << process << " by " << ahead.count() << " ms\n"
            << house.logs();
    }

    void expect_none(const std::string& what, const std::string& sql) const {
        EXPECT_EQ(house.ask("select count(*) from " + sql), "0") << what;
    }
};

TEST_F(ClockTest, ThatIsWrongStopsTradingAndRisksNothing) {
    house.open();
    house.arm();
    ASSERT_TRUE(goes_on_trading(house, kSome)) << house.logs();

    // Whoever is behind finds first that the prices come from the future.
    const std::string declined =
        "trade_decisions where reason in ('clock_skew', 'stale_price', 'stale_inventory')";
    const std::string refused =
        "trade_execution_results where refusal in ('clock_skew', 'stale_reference',"
        " 'command_expired')";
    turn("market-reference-ingest", kMuch, declined);
    turn("strategy-engine", kMuch, declined);
    turn("strategy-engine", -kMuch, declined);
    turn("trade-executor", kMuch, refused);
    turn("trade-executor", -kMuch, refused);

    come_to_rest(house);
    expect_sound(house);
    // What is stored carries the time of nats-server, whose clock was right.
    expect_none(
        "signed beyond its deadline", "signed_quotes where deadline::timestamptz < received_at"
    );
    expect_none(
        "signed at an old price",
        "signed_quotes s join market_price_events p on p.id = s.reference_price_id"
        " where s.received_at - p.received_at > interval '60 s'"
    );
    EXPECT_EQ(house.ask("select count(distinct epoch) from execute_trade_commands"), "1")
        << "a lease changed hands";
}

}  // namespace
}  // namespace unrip::test
