#pragma once

#include "books.hpp"
#include "commands.hpp"
#include "examination.hpp"
#include "facts.hpp"
#include "follower.hpp"
#include "messages/trade_result.hpp"
#include "recent.hpp"
#include "slot_book.hpp"
#include "strategy/executor_limits.hpp"

#include <optional>
#include <string>
#include <vector>

namespace unrip::trade_executor {

/// All that the executor knows. It lives in one loop; after a restart it is told again what the
/// streams hold.
class Memory {
  public:
    Memory(
        Rules rules_in_force,
        const strategy::RollingLimits& limits,
        const Clock& the_clock,
        std::string source
    );
    Memory(const Memory&) = delete;
    Memory& operator=(const Memory&) = delete;

    Rules rules;
    const Clock& clock;
    Facts facts;
    SlotBook slots;
    Commands commands;
    strategy::ExecutorLimits rolling;
    Follower follower;
    Books books;

    // What a stream tells of the past. The same twice changes nothing.
    void recall(const messages::Envelope<messages::QuoteSigned>& quote);
    void recall(const messages::Envelope<messages::TradeResult>& result);
    void recall(const messages::Envelope<messages::TradeSettlement>& settlement);

    // What this process says now; the stream will tell it as the past one day.
    void said(const messages::Envelope<messages::QuoteSigned>& quote);
    void said(const messages::Envelope<messages::TradeSettlement>& settlement);

  private:
    /// What a settlement does to the limits, the slots and the books.
    void take_note(const messages::TradeSettlement& settlement, Instant at);

    /// At the executor's own reference: the newest one while it is fresh, else the one that the
    /// quote was signed at.
    std::optional<Valuation> value(
        const Followed& followed, const std::vector<messages::AssetDelta>& realised
    ) const;

    void note(const messages::Envelope<messages::QuoteSigned>& quote);

    Recent noted_;
};

}  // namespace unrip::trade_executor
