#pragma once

#include "faults/auditor.hpp"
#include "faults/chronicle.hpp"
#include "faults/timetable.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

namespace unrip::test {

struct Outcome {
    Verdict verdict;
    Chronicle chronicle;
    std::string logs;  ///< When it is not sound: the folder that keeps them.
};

/// A whole run: the house opens, people ask for quotes, things go wrong for so long, everybody
/// comes to rest, and the auditor judges. An even seed promises a slot per quote, an odd one trades
/// in lanes. `tell` hears each mishap with its time.
Outcome run_with_faults(
    std::uint64_t seed,
    std::chrono::milliseconds duration,
    const std::function<void(const std::string&)>& tell,
    Also also = {}
);

}  // namespace unrip::test
