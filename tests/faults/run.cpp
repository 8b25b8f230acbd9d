#include "faults/run.hpp"

#include "e2e/trading_house.hpp"
#include "faults/crowd.hpp"
#include "faults/mischief.hpp"

#include <stdexcept>

namespace unrip::test {
namespace {

bool is_in_lanes(std::uint64_t seed) {
    return seed % 2 != 0;
}

/// Quotes that end soon, so that all have ended soon after the last is asked for.
TradingHouse::Plan crowded(std::uint64_t seed, Also also) {
    return {
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
}

}  // namespace

Outcome run_with_faults(
    std::uint64_t seed,
    std::chrono::milliseconds duration,
    const std::function<void(const std::string&)>& tell,
    Also also
) {
    const auto began = std::chrono::steady_clock::now();
    const auto tell_when = [&](const std::string& what) {
        const auto since = std::chrono::steady_clock::now() - began;
        const auto seconds = std::chrono::duration_cast<std::chrono::milliseconds>(since).count();
        tell(std::to_string(seconds) + " ms: " + what);
    };
    TradingHouse house{crowded(seed, also)};
    house.open();
    Mischief mischief{house, tell_when};
    const bool is_armed = TradingHouse::comes_true([&] {
        mischief.look_after();
        return mischief.is_all_armed();
    });
    if (!is_armed) throw std::runtime_error{"arming is refused:\n" + house.logs()};
    tell_when("open and armed");
    mischief.carry_out(timetable(seed, duration, also));
    tell_when("all is over; coming to rest");
    house.silence_takers();
    house.venue.post("/faults/end");
    Outcome outcome;
    Auditor auditor{house, mischief.chronicle(), is_in_lanes(seed)};
    outcome.verdict = auditor.judge();
    outcome.chronicle = mischief.chronicle();
    if (!outcome.verdict.is_sound()) outcome.logs = house.logs();
    tell_when("judged");
    return outcome;
}

}  // namespace unrip::test
