#pragma once

#include "core/time.hpp"
#include "runtime/metrics.hpp"
#include "strategy/engine.hpp"

#include <string>
#include <vector>

namespace unrip::strategy_engine {

/// What the engine stands on, for dashboards and alerts: promises by token, slots by side, the age
/// of each fact. What decides is never one of these floating-point numbers.
class Gauges {
  public:
    /// Borrows the engine.
    Gauges(runtime::Metrics& metrics, const strategy::Engine& engine);

    /// Called on a beat.
    void show(Instant now);

  private:
    void show_promises();
    void show_slots();
    void show_ages(Instant now);

    const strategy::Engine& engine_;
    std::vector<Token> tokens_;       ///< Of all pairs, each once.
    std::vector<std::string> sides_;  ///< By route: "btc-eure gives BTC".
    runtime::Family<runtime::Gauge> promised_;
    runtime::Family<runtime::Gauge> withheld_;
    runtime::Family<runtime::Gauge> slots_;
    runtime::Family<runtime::Gauge> ages_;
};

}  // namespace unrip::strategy_engine
