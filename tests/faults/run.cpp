#include "faults/run.hpp"

#include "e2e/clocks.hpp"
#include "e2e/trading_house.hpp"
#include "faults/crowd.hpp"
#include "faults/kept_logs.hpp"
#include "faults/mischief.hpp"

#include <array>
#include <exception>
#include <stdexcept>

namespace unrip::test {
namespace {

bool is_in_lanes(std::uint64_t seed) {
    return seed % 2 != 0;
}

constexpr std::array<const char*, 7> kHaveClocks{
    "near-intents-ingest",
    "market-reference-ingest",
    "inventory-sync",
    "liquidity-manager",
    "history-writer",
    "strategy-engine",
    "trade-executor"};

/// Quotes that end soon, so that all have ended soon after the last is asked for.
TradingHouse::Plan crowded(std::uint64_t seed, Also also, const Clocks& clocks) {
    TradingHouse::Plan plan{
        .policy =
            is_in_lanes(seed) ? "deploy/policy/sandbox-lanes.json" : "deploy/policy/sandbox.json",
        .scenario = "calm",
        .changes =
            {{"takers",
              {{{"name", "crowd"},
                {"kind", "uninformed"},
                {"per_second", 30},
                {"size_least", "1"},
                {"size_most", "4"},
                {"tolerance_ppm", 50'000},
                {"deadline_ms", 10'000}}}},
             {"chain", {{"settle_after_ms", 300}}}},
        .has_links = also.links};
    for (const auto* process : kHaveClocks)
        plan.settings[process] = clocks.environment(process);
    return plan;
}

constexpr std::size_t kWordsOfAFailure = 500;

using Tell = std::function<void(const std::string&)>;

void run(
    TradingHouse& house,
    Mischief& mischief,
    const std::vector<Mishap>& timetable,
    bool is_in_lanes,
    const Tell& tell,
    Verdict& verdict
) {
    house.open();
    mischief.arm_all();
    tell("open and armed");
    mischief.carry_out(timetable);
    tell("all is over; coming to rest");
    house.silence_takers();
    house.venue.post("/faults/end");
    Auditor auditor{house, mischief.chronicle(), is_in_lanes};
    verdict = auditor.judge();
    tell("judged");
}

}  // namespace

Outcome run_with_faults(
    std::uint64_t seed, std::chrono::milliseconds duration, const Tell& tell, Also also
) {
    const auto began = std::chrono::steady_clock::now();
    const Tell tell_when = [&](const std::string& what) {
        const auto since = std::chrono::steady_clock::now() - began;
        const auto seconds = std::chrono::duration_cast<std::chrono::milliseconds>(since).count();
        tell(std::to_string(seconds) + " ms: " + what);
    };
    const Clocks clocks{also.clocks};
    TradingHouse house{crowded(seed, also, clocks)};
    Mischief mischief{house, clocks, tell_when};
    Outcome outcome;
    try {
        const auto mishaps = timetable(seed, duration, also);
        run(house, mischief, mishaps, is_in_lanes(seed), tell_when, outcome.verdict);
    } catch (const std::exception& error) {
        // Some say a whole log.
        const auto why = std::string{error.what()}.substr(0, kWordsOfAFailure);
        outcome.verdict.wrong.push_back("it did not come to its end: " + why);
    }
    outcome.chronicle = mischief.chronicle();
    if (!outcome.verdict.is_sound()) {
        outcome.logs = keep_logs(house, "unrip-faults-seed-" + std::to_string(seed));
    }
    return outcome;
}

}  // namespace unrip::test
