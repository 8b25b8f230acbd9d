#pragma once

#include "bus/connection.hpp"
#include "bus/tracked_publisher.hpp"
#include "desk.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace unrip::strategy_engine {

/// The regular beats: how far the streams are behind what was said, and both clocks.
class Beats {
  public:
    /// Borrows all of them.
    Beats(
        const Clock& clock,
        const bus::Connection& bus,
        std::vector<const bus::TrackedPublisher*> publishers,
        Desk& desk,
        Promises& promises,
        std::function<void()> each_second
    );

    Task<void> run();

    /// At once, too: when the connection changes.
    void observe_journal();

  private:
    void beat_clock();

    const Clock& clock_;
    const bus::Connection& bus_;
    std::vector<const bus::TrackedPublisher*> publishers_;
    Desk& desk_;
    Promises& promises_;
    std::function<void()> each_second_;
    std::uint64_t forgiven_ = 0;  // Refusals that were made good: nothing is left unacknowledged.
};

}  // namespace unrip::strategy_engine
