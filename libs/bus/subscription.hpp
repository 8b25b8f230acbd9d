#pragma once

#include "bus/inflow.hpp"

#include <functional>
#include <memory>
#include <string>

namespace unrip::bus {

/// Runs on the service's loop, one message at a time, in the order they came.
using Handler = std::function<void(Incoming&)>;

/// Listens until it is destroyed; afterwards its handler is never called again, not even for what
/// was waiting. It may be destroyed from within its own handler, and may outlive its Connection.
class [[nodiscard]] Subscription {
  public:
    /// What Connection and Subscription share; known to the library only.
    struct State;

    Subscription() = default;
    explicit Subscription(std::shared_ptr<State> state);
    Subscription(Subscription&& other) noexcept;
    Subscription& operator=(Subscription&& other) noexcept;
    ~Subscription();

    InflowStats stats() const;

  private:
    void end();

    std::shared_ptr<State> state_;
};

}  // namespace unrip::bus
