#pragma once

#include "messages/trade_decision.hpp"
#include "replay/replay.hpp"

namespace unrip::replay {

using DecisionMessage = messages::Envelope<messages::TradeDecision>;

/// Field by field, all of the decision but what the process saw of itself: when it heard, its
/// clock against the chain's, its unacknowledged records, caps of slots that were only asked for,
/// and what a sampled decline stands for. Under another policy its hash is no difference.
std::vector<Difference> differences(
    DecisionMessage recorded, DecisionMessage replayed, bool is_same_policy
);

/// "approved", or why not.
std::string outcome_of(const messages::TradeDecision& decision);

}  // namespace unrip::replay
