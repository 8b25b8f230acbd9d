#pragma once

#include "bus/connection.hpp"
#include "bus/typed.hpp"
#include "desk.hpp"
#include "net/event.hpp"
#include "observe.hpp"

#include <memory>
#include <string>
#include <vector>

namespace unrip::strategy_engine {

/// Listens to everything the engine is told of. After each time NATS was away it asks for the last
/// count and the last state of the Verifier, so that nothing waits for their next beat.
class Hearing {
  public:
    /// Borrows all of them. Hears from now on.
    Hearing(bus::Connection& bus, Desk& desk, Observe& observe, std::string account_id);

    /// Runs until it is cancelled.
    Task<void> run();

  private:
    template <class Body>
    void hear(bus::Inflow inflow, bus::MessageHandler<Body> handler);
    Task<void> ask_for_the_last();
    /// Of our account; another's on the same bus is not ours to act on.
    template <class Body>
    bool is_ours(const messages::Envelope<Body>& said) const;
    template <class Body>
    void tell_ours(const messages::Envelope<Body>& said);

    bus::Connection& bus_;
    Desk& desk_;
    Observe& observe_;
    std::string account_id_;
    net::Event connected_;
    std::shared_ptr<void> on_change_;
    std::vector<bus::Subscription> subscriptions_;
};

}  // namespace unrip::strategy_engine
