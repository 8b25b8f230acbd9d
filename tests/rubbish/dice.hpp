#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace unrip::test {

/// Chance from a seed: the same on every machine and with every library.
class Dice {
  public:
    explicit Dice(std::uint64_t seed) : state_{seed} {}

    std::uint64_t next() {
        state_ += 0x9e3779b97f4a7c15ULL;
        auto mixed = state_;
        mixed = (mixed ^ (mixed >> 30U)) * 0xbf58476d1ce4e5b9ULL;
        mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebULL;
        return mixed ^ (mixed >> 31U);
    }

    /// 0 up to one less than `count`.
    std::size_t below(std::size_t count) { return count == 0 ? 0 : next() % count; }
    bool one_in(std::size_t count) { return below(count) == 0; }

    template <class Choices>
    const auto& one_of(const Choices& choices) {
        return choices[below(choices.size())];
    }

  private:
    std::uint64_t state_;
};

/// How the tests of rubbish are run: UNRIP_RUBBISH_SEED (absent: always the same) and
/// UNRIP_RUBBISH_TIMES as many inputs as usual (absent: 1). Printed, so that a failure can be
/// repeated.
struct RubbishPlan {
    std::uint64_t seed = 1;
    std::size_t times = 1;

    /// So many inputs where a usual run has `usual`. A sanitizer's run is several times as slow and
    /// looks for other things: it has a quarter.
    std::size_t of(std::size_t usual) const {
#ifdef __SANITIZE_ADDRESS__
        return usual * times / 4;
#else
        return usual * times;
#endif
    }
};
RubbishPlan rubbish_plan(const std::string& what);

/// Says how much was tried, for whoever adds the figures up.
void tell_tried(const std::string& what, std::size_t inputs, std::size_t refused);

}  // namespace unrip::test
