#pragma once

#include "bus/connection.hpp"
#include "checks.hpp"
#include "net/task.hpp"
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

    /// The next count may be a beat away: asks the stream for the last one. Without an answer the
    /// next one has to do.
    Task<void> ask_for_the_last();

    const std::optional<Counted>& counted() const { return counted_; }

  private:
    void hear(messages::Envelope<messages::IntentInventory> envelope, Instant at);

    bus::Connection& bus_;
    const Clock& clock_;
    Rooms& rooms_;
    Observe& observe_;
    const Whose whose_;
    std::optional<Counted> counted_;
    bus::Subscription counts_;
    bus::Subscription slots_;
};

}  // namespace unrip::liquidity_manager
