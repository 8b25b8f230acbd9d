#pragma once

#include "messages/intent_inventory.hpp"
#include "messages/liquidity_action.hpp"
#include "messages/market_price.hpp"
#include "messages/service_control.hpp"
#include "messages/swap_demand.hpp"
#include "messages/trade_result.hpp"
#include "messages/trade_settlement.hpp"
#include "messages/venue.hpp"
#include "strategy/events.hpp"

#include <vector>

// What is said on the bus, as events of the engine. Pure; the live engine and a replay hear through
// the same functions.

namespace unrip::wire {

strategy::QuoteRequested event_of(const messages::Envelope<messages::SwapDemand>& said);
strategy::PriceHeard event_of(const messages::Envelope<messages::MarketPrice>& said);
strategy::InventoryCounted event_of(const messages::Envelope<messages::IntentInventory>& said);
strategy::VenueObserved event_of(const messages::Envelope<messages::Venue>& said);
strategy::QuoteFollowed event_of(const messages::Envelope<messages::TradeResult>& said);

/// The step, after the use of the nonce where a final block shows it.
std::vector<strategy::Event> events_of(const messages::Envelope<messages::TradeSettlement>& said);

/// At most one. A withdrawal that wants room, or one that is over: it is over with the block in
/// which its funds moved, or when it was rejected or cancelled. A failure without a block proves
/// neither, so its funds stay withheld.
std::vector<strategy::Event> events_of(const messages::Envelope<messages::LiquidityAction>& said);

/// At most one: what was done to the engine that is replayed.
Result<std::vector<strategy::Event>> events_of(
    const messages::Envelope<messages::ServiceControl>& said, const strategy::Policy& policy
);

}  // namespace unrip::wire
