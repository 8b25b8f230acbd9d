#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace unrip::test {

/// What a process, or a server with its children, holds at a moment.
struct Holding {
    double at_seconds = 0;  ///< Since the run began.
    std::int64_t anonymous_bytes = 0;
    std::int64_t descriptors = 0;
};

/// The straight line that lies nearest to the samples.
struct Trend {
    double bytes_per_second = 0;
    double descriptors_per_second = 0;
};

/// From the samples at or after `since_seconds`; flat where there are fewer than two.
Trend trend_of(const std::vector<Holding>& samples, double since_seconds);

/// What is anonymous in these processes together (heap, stacks; no file, nothing shared), and what
/// they hold open. A process that has just ended holds nothing.
Holding holding_of(const std::vector<int>& processes, double at_seconds);

/// Processor time of all of them, in seconds.
double processor_seconds_of(const std::vector<int>& processes);

}  // namespace unrip::test
