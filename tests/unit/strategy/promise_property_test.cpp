#include "unit/strategy/simulated_account.hpp"
#include "unit/strategy/trading_day.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace unrip::strategy {
namespace {

constexpr std::size_t kRolls = 1'500;

Policy small_book(SlotMode mode) {
    auto policy = sound_policy();
    for (auto& pair : policy.pairs) {
        pair.slots.mode = mode;
        pair.slots.open_target = mode == SlotMode::reserve ? 6 : 3;
        pair.slots.batch_size = 3;
        pair.slots.lane_open_quotes_max = mode == SlotMode::reserve ? 1 : 5;
        pair.slots.nonce_lifetime = 5min;
        pair.slots.quote_cap = tokens("5", eure());
        pair.slots.base_cap = pair.pair.base.decimals == 8 ? Amount{8'400} : tokens("6", usdc());
    }
    return policy;
}

std::vector<std::uint32_t> rolls() {
    return *rc::gen::container<std::vector<std::uint32_t>>(
        kRolls, rc::gen::inRange<std::uint32_t>(0, 1U << 30U)
    );
}

void live_through(SimulatedAccount& account) {
    while (!account.is_over()) {
        account.step();
        const auto broken = account.broken();
        if (!broken.empty()) RC_FAIL(broken.front());
    }
    RC_CLASSIFY(account.approvals() > 20, "over 20 quotes");
    RC_CLASSIFY(account.fills() > 5, "over 5 fills");
    RC_CLASSIFY(account.crashes() > 0, "crashes");
    RC_CLASSIFY(account.withdrawals_sent() > 0, "withdrawals");
}

RC_GTEST_PROP(Promises, InReserveNeverExceedWhatIsHeld, ()) {
    SimulatedAccount account{small_book(SlotMode::reserve), rolls()};
    live_through(account);
}

RC_GTEST_PROP(Promises, InLanesNeverExceedWhatIsHeld, ()) {
    SimulatedAccount account{small_book(SlotMode::lanes), rolls()};
    live_through(account);
}

RC_GTEST_PROP(Promises, OfBothModesInOneAccountNeverExceedWhatIsHeld, ()) {
    auto policy = small_book(SlotMode::reserve);
    policy.pairs[1].slots = small_book(SlotMode::lanes).pairs[1].slots;
    SimulatedAccount account{std::move(policy), rolls()};
    live_through(account);
}

/// The same events at the same times give the same decisions, crash by crash.
RC_GTEST_PROP(Replay, GivesTheSameDecisions, ()) {
    const auto mode = *rc::gen::element(SlotMode::reserve, SlotMode::lanes);
    SimulatedAccount account{small_book(mode), rolls()};
    while (!account.is_over())
        account.step();

    std::unique_ptr<Engine> engine;
    Decisions again;
    for (const auto& [event, now] : account.events()) {
        if (std::holds_alternative<LeaseChanged>(event)) {
            engine = std::make_unique<Engine>(small_book(mode), "policy", "limits");
        }
        engine->on(event, now, again);
    }
    RC_ASSERT(again == account.decisions());
}

/// The numbers of a fixed day, for what is asserted of days as such.
std::vector<std::uint32_t> numbers_of(std::uint32_t day) {
    std::vector<std::uint32_t> numbers(kRolls);
    std::uint32_t number = day;
    for (auto& entry : numbers) {
        number = number * 1'664'525U + 1'013'904'223U;
        entry = number >> 8U;
    }
    return numbers;
}

/// A day must be worth living through: most of them hold quotes, fills, crashes and withdrawals.
TEST(SimulatedAccount, IsBusy) {
    std::size_t approvals = 0;
    std::size_t fills = 0;
    std::size_t crashes = 0;
    std::size_t withdrawals = 0;
    for (std::uint32_t day = 1; day <= 20; ++day) {
        SimulatedAccount account{small_book(SlotMode::reserve), numbers_of(day)};
        while (!account.is_over())
            account.step();
        approvals += account.approvals();
        fills += account.fills();
        crashes += account.crashes();
        withdrawals += account.withdrawals_sent();
    }
    EXPECT_GT(approvals, 200U);
    EXPECT_GT(fills, 60U);
    EXPECT_GT(crashes, 20U);
    EXPECT_GT(withdrawals, 5U);
}

}  // namespace
}  // namespace unrip::strategy
