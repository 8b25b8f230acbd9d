#pragma once

#include "faults/auditor.hpp"

#include <chrono>
#include <functional>
#include <string>

namespace unrip::test {

struct SoakPlan {
    std::chrono::milliseconds duration{};
    double quotes_per_second = 400;
    std::string scenario = "volatile";
    std::string policy = "deploy/policy/sandbox.json";
};

/// The whole house trades for so long and nothing is done to it. The verdict is the auditor's on
/// the books, and on top what grew.
Verdict soak(const SoakPlan& plan, const std::function<void(const std::string&)>& tell);

}  // namespace unrip::test
