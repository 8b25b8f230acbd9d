#pragma once

#include <chrono>
#include <cstdint>
#include <random>

namespace unrip::test {

/// The same throws for the same seed on any machine: the standard's distributions differ between
/// libraries.
class Dice {
  public:
    explicit Dice(std::uint64_t seed) : engine_{seed} {}
    std::uint64_t below(std::uint64_t end) { return engine_() % end; }
    std::chrono::milliseconds between(
        std::chrono::milliseconds least, std::chrono::milliseconds most
    ) {
        const auto room = static_cast<std::uint64_t>((most - least).count()) + 1;
        return least + std::chrono::milliseconds{below(room)};
    }

  private:
    std::mt19937_64 engine_;
};

}  // namespace unrip::test
