#include "soak/run.hpp"

#include "e2e/books.hpp"
#include "faults/kept_logs.hpp"
#include "soak/house_watch.hpp"

#include <algorithm>
#include <stdexcept>
#include <thread>

namespace unrip::test {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::seconds kLookEvery{5};
constexpr double kTellEverySeconds = 60;
/// What is remembered for a time has reached its full size: nonces live 5 minutes in this policy,
/// and NATS knows message ids for 10.
constexpr double kWarmSeconds = 12 * 60;
/// Enough for two hours at 400 quotes a second; what is deployed holds less than one.
constexpr std::uint64_t kTradesMaxBytes = 16ULL << 30;

/// Quotes end soon, so that all have ended soon after the last is asked for. The maker's stock is
/// so large that hours of one-sided luck do not end the trade.
TradingHouse::Plan busy(const SoakPlan& plan) {
    auto takers = hurried_takers(plan.scenario, plan.quotes_per_second);
    for (auto& taker : takers)
        taker["deadline_ms"] = 10'000;
    return {
        .policy = plan.policy,
        .scenario = plan.scenario,
        .changes =
            {{"takers", std::move(takers)},
             {"chain", {{"settle_after_ms", 300}}},
             {"maker",
              {{"balances",
                {{"nep141:btc.omft.near", "100000000000"},
                 {"nep141:eth.omft.near", "30000000000000000000000"},
                 {"nep141:gnosis-0x420ca0f9b9b604ce0fd9c18ef134c705e5fa3430.omft.near",
                  "50000000000000000000000000"}}}}}},
        .trades_max_bytes = kTradesMaxBytes};
}

/// A person arms once; the auditor is told from when on it was permitted.
Chronicle arm_for_good(TradingHouse& house) {
    Chronicle chronicle;
    for (const auto* trader : {"strategy-engine", "trade-executor"})
        chronicle.permitted[trader].begin(wall_now());
    house.arm();
    return chronicle;
}

bool is_armed(const ServiceProcess& process) {
    return nlohmann::json::parse(process.get("/state").body).at("armed").get<bool>();
}

}  // namespace

Verdict soak(const SoakPlan& plan, const std::function<void(const std::string&)>& tell) {
    TradingHouse house{busy(plan)};
    house.open();
    const auto chronicle = arm_for_good(house);
    const auto began = steady_clock::now();
    const auto seconds = [&] {
        return std::chrono::duration<double>(steady_clock::now() - began).count();
    };
    const auto asked_before = maker_count(house, "asked");
    HouseWatch watch{house};
    double told_at = 0;
    while (steady_clock::now() - began < plan.duration) {
        std::this_thread::sleep_for(kLookEvery);
        watch.look(seconds());
        if (seconds() - told_at < kTellEverySeconds) continue;
        told_at = seconds();
        tell(
            std::to_string(static_cast<int>(told_at)) + " s: asked " +
            std::to_string(maker_count(house, "asked")) + ", settled " +
            std::to_string(maker_count(house, "settled")) + ";" + watch.last_look()
        );
    }
    const auto lasted = seconds();
    const auto asked = maker_count(house, "asked") - asked_before;
    const bool still_trading = is_armed(house.strategy) && is_armed(house.executor);
    const auto grown = watch.judge(
        std::min(kWarmSeconds, lasted / 2), lasted, static_cast<double>(asked) / lasted
    );
    for (const auto& line : grown.lines)
        tell(line);
    tell(std::to_string(asked) + " asked in " + std::to_string(lasted) + " s; coming to rest");
    house.silence_takers();
    const bool is_in_lanes = plan.policy.find("lanes") != std::string::npos;
    Auditor auditor{house, chronicle, is_in_lanes};
    auto verdict = auditor.judge();
    verdict.wrong.insert(verdict.wrong.end(), grown.wrong.begin(), grown.wrong.end());
    if (!still_trading) verdict.wrong.emplace_back("somebody disarmed while nothing was wrong");
    if (!verdict.is_sound()) tell("what they said: " + keep_logs(house, "unrip-soak"));
    return verdict;
}

}  // namespace unrip::test
