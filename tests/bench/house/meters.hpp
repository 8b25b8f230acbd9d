#pragma once

#include <sys/types.h>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace unrip::bench {

/// A process, and for PostgreSQL all that belong to it.
struct Metered {
    std::string name;
    pid_t pid = -1;
    bool with_children = false;
};

struct Memory {
    std::uint64_t anonymous_kb = 0;  ///< RssAnon.
    std::uint64_t resident_kb = 0;   ///< VmRSS.
};

/// User and system time so far, by name, in seconds.
std::map<std::string, double> cpu_seconds(const std::vector<Metered>& processes);

/// Of each process alone.
std::map<std::string, Memory> memory(const std::vector<Metered>& processes);

/// Sorted values; 0 when there are none.
double quantile(const std::vector<double>& sorted, double share);

}  // namespace unrip::bench
