#pragma once

#include "core/time.hpp"

#include <cstdint>
#include <vector>

namespace unrip::sandbox {

/// How long things took, to about three parts in a hundred, in memory that never grows.
class LatencyHistogram {
  public:
    LatencyHistogram();

    void record(Nanoseconds duration);

    std::uint64_t count() const { return count_; }
    Nanoseconds max() const { return Nanoseconds{max_}; }
    /// So many thousandths took no longer than this: 500 is the median. Zero when there were none.
    Nanoseconds quantile(std::uint32_t thousandths) const;

  private:
    std::vector<std::uint64_t> buckets_;
    std::uint64_t count_ = 0;
    std::int64_t max_ = 0;
};

}  // namespace unrip::sandbox
