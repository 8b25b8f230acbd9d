#pragma once

#include "bus/connection.hpp"
#include "executing.hpp"
#include "following.hpp"
#include "memory.hpp"
#include "presence/announcer.hpp"
#include "recall.hpp"
#include "revoking.hpp"

#include <vector>

namespace unrip::trade_executor {

/// Hears the bus and tells each thing to whoever needs it.
class Hearing {
  public:
    struct Listeners {
        runtime::Service& service;
        bus::Connection& bus;
        presence::Announcer& announcer;
        Memory& memory;
        Recall& recall;
        Executing& executing;
        Following& following;
        Revoking& revoking;
    };

    explicit Hearing(Listeners listeners);
    Hearing(const Hearing&) = delete;
    Hearing& operator=(const Hearing&) = delete;

  private:
    template <class Body>
    void listen(bus::Inflow inflow, void (Hearing::*hear)(const messages::Envelope<Body>&));

    void on_command(const messages::Envelope<messages::ExecuteTrade>& command);
    void on_slots(const messages::Envelope<messages::Slots>& slots);
    void on_price(const messages::Envelope<messages::MarketPrice>& price);
    void on_count(const messages::Envelope<messages::IntentInventory>& count);
    void on_venue(const messages::Envelope<messages::Venue>& venue);
    void on_status(const messages::Envelope<messages::QuoteStatus>& status);
    void on_liquidity(const messages::Envelope<messages::LiquidityAction>& action);

    Listeners to_;
    std::vector<bus::Subscription> subscriptions_;
};

}  // namespace unrip::trade_executor
