#pragma once

#include "messages/execute_trade.hpp"
#include "messages/swap_demand.hpp"
#include "messages/trade_decision.hpp"
#include "strategy/decisions.hpp"
#include "strategy/policy.hpp"

#include <cstdint>
#include <string>

// What the engine decided, as it is said on the bus. Pure; the live engine and a replay speak
// through the same functions.

namespace unrip::wire {

/// Who speaks, and for which account.
struct Speaker {
    std::string source;      ///< "strategy-engine/<instance>"
    std::string account_id;  ///< Who promises.
    std::string contract;    ///< The Verifier.
};

/// The demand that was answered.
struct Question {
    const messages::Envelope<messages::SwapDemand>& demand;
    std::int64_t heard_ns = 0;
};

messages::Envelope<messages::TradeDecision> decision_of(
    const Speaker& speaker,
    const strategy::Policy& policy,
    const Question& question,
    const strategy::ApprovedQuote& approved
);
messages::Envelope<messages::TradeDecision> decision_of(
    const Speaker& speaker,
    const strategy::Policy& policy,
    const Question& question,
    const strategy::Declined& declined
);

/// The command that carries the approval out. Its cause is the decision.
messages::Envelope<messages::ExecuteTrade> command_of(
    const Speaker& speaker,
    const strategy::Policy& policy,
    const Question& question,
    const strategy::ApprovedQuote& approved
);

}  // namespace unrip::wire
