#pragma once

#include "bus/connection.hpp"
#include "checks.hpp"
#include "observe.hpp"
#include "room.hpp"

#include <optional>
#include <string>

namespace unrip::liquidity_manager {

/// Hears what withdrawals depend on: the newest count of our balances, and room that was made.
class Hearing {
  public:
    struct Whose {
        std::string account_id;
        std::string contract;
    };

    /// Borrows all of them, and hears from now on.
    Hearing(bus::Connection& bus, const Clock& clock, Rooms& rooms, Observe& observe, Whose whose);

    const std::optional<Counted>& counted() const { return counted_; }

  private:
    void hear(messages::Envelope<messages::IntentInventory> envelope);

    const Clock& clock_;
    Rooms& rooms_;
    Observe& observe_;
    const Whose whose_;
    std::optional<Counted> counted_;
    bus::Subscription counts_;
    bus::Subscription slots_;
};

}  // namespace unrip::liquidity_manager
