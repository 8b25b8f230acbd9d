#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace unrip::test {

struct FloodPlan {
    std::uint64_t seed = 1;
    std::uint64_t messages = 1'000'000;
    std::uint64_t kills = 200;
};

struct FloodOutcome {
    std::vector<std::string> wrong;  ///< Empty: every message is there once, and every sum agrees.
    std::vector<std::string> figures;
    std::uint64_t kills = 0;
    std::string log;  ///< Of history-writer, when something is wrong.
};

/// Says so many messages of our own kinds into the real streams while history-writer, nats-server
/// and PostgreSQL are killed -9 at moments drawn from the seed, alone or together, and then
/// compares streams, row counts and sums with what was said.
FloodOutcome flood(const FloodPlan& plan, const std::function<void(const std::string&)>& tell);

}  // namespace unrip::test
