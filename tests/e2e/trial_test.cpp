// A longer trade in each kind of market and with each kind of slots, with withdrawals in between.
// UNRIP_TRIAL_REQUESTS is how many requests each gets; scripts/trial sets it.

#include "e2e/books.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <thread>
#include <tuple>

namespace unrip::test {
namespace {

constexpr auto kBtc = "nep141:btc.omft.near";
constexpr int kWithdrawals = 3;

std::uint64_t setting(const char* name, std::uint64_t preset) {
    // Nothing in a test changes its environment.
    // NOLINTNEXTLINE(concurrency-mt-unsafe)
    const auto* text = std::getenv(name);
    return text == nullptr ? preset : std::stoull(text);
}

/// A house that trades at once may do so before the manager has heard its first count.
ServiceProcess::Answer ask_for_withdrawal(const TradingHouse& house, int number) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{60};
    while (true) {
        auto answer = house.liquidity.post(
            "/withdraw",
            R"({"asset_id":")" + std::string{kBtc} +
                R"(","amount":"20000","destination_address":"bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"})",
            "Idempotency-Key: trial-" + std::to_string(number) + "\r\n"
        );
        const bool knows_too_little = answer.body.find("balance_unknown") != std::string::npos;
        if (!knows_too_little || std::chrono::steady_clock::now() > end) return answer;
        std::this_thread::sleep_for(std::chrono::milliseconds{100});
    }
}

/// Asks for a withdrawal and waits for its end.
void withdraw(const TradingHouse& house, int number) {
    const auto asked = ask_for_withdrawal(house, number);
    ASSERT_EQ(asked.status, 202) << asked.body;
    EXPECT_TRUE(house.comes_to(
        "select count(distinct action_id) from liquidity_actions where kind = 'withdrawal'"
        " and state = 'completed'",
        std::to_string(number)
    ))
        << house.ask(
               "select string_agg(sent_at || ' ' || state, E'\\n' order by sent_at) from "
               "liquidity_actions"
           );
}

void report(const TradingHouse& house, const std::string& name) {
    const auto stats = house.venue_stats();
    std::cout << name << ": asked " << stats.at("relay").at("quotes") << ", answered "
              << maker_count(house, "answered") << ", won " << maker_count(house, "won")
              << ", settled " << maker_count(house, "settled") << ", failed "
              << maker_count(house, "failed") << ", over-committed "
              << stats.at("over_commitment").at("breaches") << ", latency "
              << stats.at("relay").at("all").at("latency") << ", true P&L at trade "
              << stats.at("maker").at("true_pnl_at_trade") << " EUR\n";
}

struct Trial : ::testing::TestWithParam<std::tuple<const char*, const char*>> {};

TEST_P(Trial, BooksAgree) {
    const auto& [scenario, policy] = GetParam();
    const auto requests = setting("UNRIP_TRIAL_REQUESTS", 150);
    const auto per_second = setting("UNRIP_TRIAL_PER_SECOND", 40);
    TradingHouse house{
        {.policy = "deploy/policy/" + std::string{policy} + ".json",
         .scenario = scenario,
         .changes = {
             {"takers", hurried_takers(scenario, static_cast<double>(per_second))},
             {"bridge", {{"withdrawal_done_after_ms", 500}}}}}};
    house.open();
    house.arm();
    ASSERT_EQ(house.liquidity.post("/freeze-withdrawals", R"({"frozen":false})").status, 200);
    for (int number = 1; number <= kWithdrawals; ++number) {
        const auto so_many = requests * static_cast<std::uint64_t>(number) / kWithdrawals;
        while (maker_count(house, "answered") == 0 || maker_count(house, "asked") < so_many) {
            ASSERT_TRUE(house.strategy.is_running()) << house.logs();
            std::this_thread::sleep_for(std::chrono::milliseconds{100});
        }
        withdraw(house, number);
    }
    come_to_rest(house);
    expect_sound(house);
    report(house, std::string{scenario} + " " + policy);
    if (std::string_view{policy} == "sandbox") {
        // One quote on a slot: what the relay matched can hardly fail on the chain.
        EXPECT_GE(maker_count(house, "settled") * 100, maker_count(house, "won") * 99);
    }
}

INSTANTIATE_TEST_SUITE_P(
    All,
    Trial,
    ::testing::Combine(
        ::testing::Values("calm", "volatile", "toxic"),
        ::testing::Values("sandbox", "sandbox-lanes")
    ),
    [](const auto& kind) {
        const std::string policy = std::get<1>(kind.param);
        return std::string{std::get<0>(kind.param)} + (policy == "sandbox" ? "Reserve" : "Lanes");
    }
);

}  // namespace
}  // namespace unrip::test
