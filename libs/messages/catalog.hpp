#pragma once

#include "messages/alert.hpp"
#include "messages/commitments.hpp"
#include "messages/dead_letter.hpp"
#include "messages/execute_intents.hpp"
#include "messages/execute_trade.hpp"
#include "messages/intent_inventory.hpp"
#include "messages/lease.hpp"
#include "messages/liquidity_action.hpp"
#include "messages/market_price.hpp"
#include "messages/portfolio_metrics.hpp"
#include "messages/quote_response.hpp"
#include "messages/quote_signed.hpp"
#include "messages/quote_status.hpp"
#include "messages/service_control.hpp"
#include "messages/slots.hpp"
#include "messages/swap_demand.hpp"
#include "messages/trade_decision.hpp"
#include "messages/trade_result.hpp"
#include "messages/trade_settlement.hpp"
#include "messages/venue.hpp"

#include <type_traits>

// Every type that travels, once. The contract tests walk these lists: a type that is missing here
// has no schema, no golden example and no table.

namespace unrip::messages {

template <class... Types>
struct TypeList {
    /// Calls `visit(std::type_identity<T>{})` for each type.
    static void for_each(auto&& visit) { (visit(std::type_identity<Types>{}), ...); }
};

/// Published on their subject and recorded by a stream.
using Events = TypeList<
    SwapDemand,
    QuoteStatus,
    MarketPrice,
    IntentInventory,
    Venue,
    PortfolioMetrics,
    TradeDecision,
    Slots,
    ExecuteTrade,
    QuoteSigned,
    TradeResult,
    TradeSettlement,
    LiquidityAction,
    ServiceControl,
    Alert,
    DeadLetter>;

/// Asked and answered over core NATS; no stream holds them.
using Requests = TypeList<QuoteResponse, QuoteResponseReply, ExecuteIntents, ExecuteIntentsReply>;

/// Entries of key-value buckets.
using Documents = TypeList<Commitments, Lease>;

/// Where the ingest `instance` takes answers for its socket.
inline std::string quote_response_subject(std::string_view instance) {
    return std::string{QuoteResponse::kSubject} + "." + std::string{instance};
}

}  // namespace unrip::messages
