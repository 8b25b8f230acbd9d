// strategy-engine, trade-executor and liquidity-manager are killed behind each line with an effect
// outside them, under load, and come back. Nothing is promised, signed or withdrawn twice.

#include "e2e/books.hpp"
#include "faults/auditor.hpp"
#include "faults/crowd.hpp"

#include <gtest/gtest.h>

#include <array>
#include <csignal>
#include <functional>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

namespace unrip::test {
namespace {

using std::chrono::milliseconds;

constexpr int kKilled = 128 + SIGKILL;
constexpr std::chrono::seconds kDiesWithin{90};
constexpr milliseconds kLookEvery{100};
constexpr std::uint64_t kSome = 5;
/// As for who is killed at any moment: faults/mischief.cpp.
constexpr WallMs kUnderWay = 1'500;
constexpr WallMs kHearsAgainAfter = 8'000;
constexpr WallMs kDeafAfter = 30'000;

/// Which of them dies where in one round; each is passed a few times before when it counts that the
/// house trades already. With ":30" it dies so many ms later, when what it said has left.
struct Round {
    const char* strategy;
    const char* executor;
};
constexpr std::array<Round, 9> kRounds{{
    {"strategy.lease_taken:1", "executor.lease_taken:1"},
    {"strategy.taken_over:1", "executor.signed:1"},
    {"strategy.promise_written:1", "executor.signed:8:30"},
    {"strategy.slots_said:1:30", "executor.answered:1"},
    {"strategy.slots_said:2", "executor.answered:3:30"},
    {"strategy.commanded:1", "executor.result_said:4"},
    {"strategy.commanded:9:30", "executor.result_said:1:30"},
    {"strategy.decided:3", "executor.settlement_said:1"},
    {"strategy.decided:1:30", "executor.settlement_said:7:30"},
}};

/// Deaths that one withdrawal survives, in turn.
const std::vector<std::vector<std::string>> kWithdrawals{
    {"liquidity.written.requested:1"},
    {"liquidity.said.requested:1", "liquidity.written.reserving:1"},
    {"liquidity.said.reserving:1"},
    {"liquidity.written.prepared:1"},
    {"liquidity.said.prepared:1", "liquidity.sent_again:1"},
    {"liquidity.sent:1"},
    {"liquidity.sent:1", "liquidity.sent_again:1", "liquidity.written.executed:1"},
    {"liquidity.said.executed:1"},
    {"liquidity.written.completed:1"},
};

nlohmann::json changes() {
    auto all = crowd(20);
    all["bridge"] = {{"withdrawal_done_after_ms", 500}};
    all["maker"] = {
        {"balances",
         {{"nep141:btc.omft.near", "100000000"},
          {"nep141:eth.omft.near", "30000000000000000000"},
          {"nep141:gnosis-0x420ca0f9b9b604ce0fd9c18ef134c705e5fa3430.omft.near",
           "50000000000000000000000"}}}};
    return all;
}

class Points : public testing::TestWithParam<std::string> {
  protected:
    TradingHouse house{{.policy = "deploy/policy/" + GetParam() + ".json", .changes = changes()}};
    Chronicle chronicle;

    void SetUp() override {
        house.open();
        for (const auto* trader : {"strategy-engine", "trade-executor"})
            chronicle.permitted[trader].begin(wall_now());
        house.arm();
        ASSERT_TRUE(goes_on_trading(house, kSome)) << house.logs();
    }

    void is_gone(const ServiceProcess& process) {
        ++chronicle.kills;
        const auto now = wall_now();
        chronicle.deaf.add(now - kUnderWay, now + kDeafAfter);
        if (&process != &house.executor) return;
        chronicle.hindered.add(now - kUnderWay, now + kHearsAgainAfter);
        chronicle.unheard_executor.add(now - kUnderWay, now + kHearsAgainAfter);
    }

    void doom(ServiceProcess& process, const std::string& at) {
        if (process.pid() > 0) process.kill_9();
        is_gone(process);
        process.start_doomed(at);
    }

    /// True when it has died as it was meant to.
    bool is_dead(ServiceProcess& process) {
        if (process.is_running()) return false;
        EXPECT_EQ(process.await_exit(), kKilled) << process.log();
        return true;
    }
    void is_born_again(ServiceProcess& process) {
        if (process.pid() > 0) process.kill_9();
        is_gone(process);
        process.start();
    }

    /// As a person would, all the time.
    void arm() {
        house.strategy.post("/arm", R"({"who":"test"})");
        house.executor.post("/arm", R"({"who":"test"})");
    }

    /// `then` is told of each that has died.
    void see_die(
        std::vector<ServiceProcess*> doomed,
        const std::function<void()>& ask,
        const std::function<void(ServiceProcess&)>& then
    ) {
        const auto end = std::chrono::steady_clock::now() + kDiesWithin;
        while (!doomed.empty() && std::chrono::steady_clock::now() < end) {
            ask();
            std::this_thread::sleep_for(kLookEvery);
            std::erase_if(doomed, [&](auto* process) {
                if (!is_dead(*process)) return false;
                then(*process);
                return true;
            });
        }
        for (const auto* process : doomed)
            ADD_FAILURE() << process->name() << " did not come to where it dies\n" << house.logs();
    }

    void goes_on() {
        const auto so_far = maker_count(house, "valid");
        EXPECT_TRUE(TradingHouse::comes_true([&] {
            arm();
            return maker_count(house, "valid") >= so_far + kSome;
        })) << house.logs();
    }

    void judge() {
        house.silence_takers();
        Auditor auditor{house, chronicle, GetParam() == "sandbox-lanes"};
        const auto verdict = auditor.judge();
        std::cout << chronicle.kills << " kills\n" << to_text(verdict);
        EXPECT_TRUE(verdict.is_sound()) << house.logs();
    }
};

TEST_P(Points, NothingIsPromisedOrSignedTwice) {
    for (const auto& round : kRounds) {
        std::cout << round.strategy << ", " << round.executor << std::endl;
        doom(house.executor, round.executor);
        doom(house.strategy, round.strategy);
        see_die(
            {&house.strategy, &house.executor},
            [&] { arm(); },
            [&](auto& process) { is_born_again(process); }
        );
        goes_on();
    }
    judge();
}

TEST_P(Points, ABurnIsAskedForAgain) {
    doom(house.executor, "executor.burn_asked:1");
    const auto burn = [&] {
        arm();
        house.executor.post("/revoke");
    };
    see_die({&house.executor}, burn, [&](auto& process) { is_born_again(process); });
    goes_on();
    judge();
}

TEST_P(Points, NothingIsWithdrawnTwice) {
    std::size_t asked = 0;
    for (const auto& deaths : kWithdrawals) {
        const auto key = "Idempotency-Key: point-" + std::to_string(++asked) + "\r\n";
        int status = 0;
        const auto ask = [&] {
            house.liquidity.post("/freeze-withdrawals", R"({"frozen":false})");
            status =
                house.liquidity
                    .post(
                        "/withdraw",
                        R"({"asset_id":"nep141:btc.omft.near","amount":"20000","destination_address":"bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"})",
                        key
                    )
                    .status;
        };
        for (const auto& at : deaths) {
            std::cout << at << std::endl;
            doom(house.liquidity, at);
            see_die({&house.liquidity}, ask, [](auto&) {});
        }
        is_born_again(house.liquidity);
        EXPECT_TRUE(TradingHouse::comes_true([&] {
            ask();
            return status == 200 || status == 202;
        })) << house.liquidity.log();
        EXPECT_TRUE(house.comes_to(
            "select count(distinct action_id) from liquidity_actions where kind = 'withdrawal'"
            " and state = 'completed'",
            std::to_string(asked)
        )) << house.liquidity.log();
    }
    EXPECT_EQ(
        house.ask("select count(distinct tx_hash) || ' ' || count(distinct action_id)"
                  " from liquidity_actions where kind = 'withdrawal'"),
        std::to_string(asked) + " " + std::to_string(asked)
    );
    judge();
}

INSTANTIATE_TEST_SUITE_P(
    Modes,
    Points,
    testing::Values("sandbox", "sandbox-lanes"),
    [](const auto& mode) { return mode.param == "sandbox" ? "Reserve" : "Lanes"; }
);

}  // namespace
}  // namespace unrip::test
