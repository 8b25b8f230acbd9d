#pragma once

#include "bus/connection.hpp"
#include "bus/key_value.hpp"
#include "messages/trade_settlement.hpp"
#include "pending.hpp"
#include "presence/announcer.hpp"
#include "promises.hpp"

#include <functional>
#include <string>
#include <vector>

namespace unrip::inventory_sync {

/// What the other rooms say that makes a count due or stands in it: settlements of ours, deadlines
/// of what was signed, what is promised, deposits on their way.
class Hearing {
  public:
    using OnSettlement = std::function<void(const messages::Envelope<messages::TradeSettlement>&)>;

    /// Borrows connection and announcer.
    Hearing(
        bus::Connection& connection,
        presence::Announcer& announcer,
        std::string account_id,
        OnSettlement on_settlement
    );

    /// Reads what is promised. What can't be read stays as it was known.
    Task<void> read_commitments();

    Promises promises;
    PendingDeposits pending;

  private:
    bus::KeyValue commitments_;
    std::string account_id_;
    std::vector<bus::Subscription> subscriptions_;
};

}  // namespace unrip::inventory_sync
