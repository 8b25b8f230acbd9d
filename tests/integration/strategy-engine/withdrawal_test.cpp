// A withdrawal asks for room, and gets it only when what is promised leaves it.

#include "trading_floor.hpp"

#include <algorithm>

namespace unrip::strategy_engine {
namespace {

using messages::LiquidityState;

struct Withdrawing : TradingFloor {
    std::size_t rooms() {
        return static_cast<std::size_t>(std::count_if(
            notes.begin(), notes.end(), [](const auto& note) { return !note.body.room.empty(); }
        ));
    }
    const messages::Slots& last_room() {
        const auto found = std::find_if(notes.rbegin(), notes.rend(), [](const auto& note) {
            return !note.body.room.empty();
        });
        return found->body;
    }
};

TEST_F(Withdrawing, RoomIsMadeWrittenAndSaid) {
    make_streams();
    const auto process = engine("engine-1");
    start(*process);
    arm(*process);
    say_facts();
    ASSERT_TRUE(ask_until_approved({.user_sells_btc = true, .in = {}, .out = eure("5")}));

    say_withdrawal(LiquidityState::reserving, "100");
    ASSERT_TRUE(until([&] { return rooms() == 1; })) << process->log();
    const auto& room = last_room().room.front();
    EXPECT_EQ(room.action_id, "wd-1");
    EXPECT_EQ(room.amount, eure("100"));
    EXPECT_EQ(room.counted, eure("600"));
    EXPECT_LE(room.committed, eure("500"));
    const auto written = record();
    ASSERT_EQ(written.withheld.size(), 1U);
    EXPECT_EQ(written.withheld.front().action_id, "wd-1");
    EXPECT_EQ(written.withheld.front().amount, eure("100"));

    // Who missed it asks again.
    say_withdrawal(LiquidityState::reserving, "100");
    EXPECT_TRUE(until([&] { return rooms() == 2; }));

    say_withdrawal(LiquidityState::cancelled, "100");
    EXPECT_TRUE(until([&] { return record().withheld.empty(); }));
}

TEST_F(Withdrawing, AllOfItClosesWhatIsOpenAndWaitsForWhatIsSigned) {
    make_streams();
    const auto process = engine("engine-1");
    start(*process);
    arm(*process);
    say_facts();
    ASSERT_TRUE(ask_until_approved({.user_sells_btc = true, .in = {}, .out = eure("5")}));

    say_withdrawal(LiquidityState::reserving, "600");
    // The never-used slots go; the one that carries a quote stays, and with it the withdrawal.
    ASSERT_TRUE(until([&] { return promised_eure() == eure("6"); })) << process->log();
    wait(Milliseconds{300});
    EXPECT_EQ(rooms(), 0U);
    const auto decision = ask({.user_sells_btc = true, .in = {}, .out = eure("5")});
    ASSERT_TRUE(decision);
    EXPECT_EQ(decision->reason, messages::DeclineReason::withdrawal_pending);
}

TEST_F(Withdrawing, AnEndThatNobodyHeardIsLookedUp) {
    make_streams();
    {
        const auto process = engine("engine-1");
        start(*process);
        arm(*process);
        say_facts();
        say_withdrawal(LiquidityState::reserving, "100");
        ASSERT_TRUE(until([&] { return record().withheld.size() == 1; }));
        process->kill_9();
    }
    say_withdrawal(LiquidityState::cancelled, "100");
    const auto process = engine("engine-2");
    start(*process);
    say_facts();
    EXPECT_TRUE(until([&] { return record().withheld.empty(); })) << process->log();
}

}  // namespace
}  // namespace unrip::strategy_engine
