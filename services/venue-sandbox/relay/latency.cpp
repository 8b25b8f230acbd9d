#include "relay/latency.hpp"

#include <algorithm>
#include <bit>

namespace unrip::sandbox {
namespace {

// Values below 2^kFine have a bucket each; above, every doubling is cut into 2^kFine equal parts.
constexpr unsigned kFine = 5;
constexpr std::uint64_t kParts = 1U << kFine;
constexpr std::size_t kBuckets = (64 - kFine) * kParts;
constexpr std::int64_t kResolution = 1'000;  // Counted in whole microseconds.

std::size_t bucket_of(std::uint64_t value) {
    if (value < kParts) return value;
    const auto shift = static_cast<unsigned>(std::bit_width(value)) - kFine - 1;
    return shift * kParts + (value >> shift);
}

/// The largest value of a bucket.
std::uint64_t top_of(std::size_t bucket) {
    if (bucket < 2 * kParts) return bucket;
    const auto shift = static_cast<unsigned>(bucket / kParts) - 1;
    return ((kParts + bucket % kParts + 1) << shift) - 1;
}

}  // namespace

LatencyHistogram::LatencyHistogram() : buckets_(kBuckets) {}

void LatencyHistogram::record(Nanoseconds duration) {
    const auto nanoseconds = std::max<std::int64_t>(duration.count(), 0);
    ++buckets_[bucket_of(static_cast<std::uint64_t>(nanoseconds / kResolution))];
    ++count_;
    max_ = std::max(max_, nanoseconds);
}

Nanoseconds LatencyHistogram::quantile(std::uint32_t thousandths) const {
    const auto wanted = (count_ * thousandths + 999) / 1'000;
    std::uint64_t seen = 0;
    for (std::size_t bucket = 0; bucket < buckets_.size(); ++bucket) {
        seen += buckets_[bucket];
        if (buckets_[bucket] == 0 || seen < wanted) continue;
        const auto top = static_cast<std::int64_t>(top_of(bucket) + 1) * kResolution - 1;
        return Nanoseconds{std::min(top, max_)};
    }
    return Nanoseconds{0};
}

}  // namespace unrip::sandbox
