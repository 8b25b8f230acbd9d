#pragma once

#include <cstdint>
#include <string_view>

namespace unrip::sandbox {

/// Random numbers that are the same on every machine: whole numbers only, so neither a
/// mathematical library nor the compiler's way with floating point has a say in them.
class Random {
  public:
    explicit Random(std::uint64_t seed) : state_{seed} {}

    /// The numbers of one place: of `seed`, of a thing with a name and of a count (a step of time,
    /// say). They do not depend on what was drawn elsewhere, nor in which order.
    static Random at(std::uint64_t seed, std::string_view name, std::uint64_t place = 0);

    std::uint64_t next();

    /// From 0 to `limit` - 1; every one as likely as the other to one part in 2^64.
    std::uint64_t below(std::uint64_t limit);

    /// True `numerator` times out of `denominator`.
    bool chance(std::uint64_t numerator, std::uint64_t denominator);

    /// Bell-shaped, in counts of 2^-32 standard deviations; never beyond six of them.
    std::int64_t normal_q32();

    /// `scale` times a bell-shaped number, towards zero. For scales below 2^28.
    std::int64_t normal(std::int64_t scale);

    /// How long until the next of things that come independently of each other, on average after
    /// `mean`, which is below 2^56.
    std::uint64_t exponential(std::uint64_t mean);

  private:
    std::uint64_t state_;
};

}  // namespace unrip::sandbox
