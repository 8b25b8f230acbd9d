// The life of a quote, from the decision to the last word about it.

#include "messages/execute_trade.hpp"
#include "messages/quote_signed.hpp"
#include "messages/quote_status.hpp"
#include "messages/slots.hpp"
#include "messages/trade_decision.hpp"
#include "messages/trade_result.hpp"
#include "messages/trade_settlement.hpp"
#include "store/tables/areas.hpp"
#include "store/tables/table_of.hpp"

namespace unrip::store {

std::vector<Table> trades_tables() {
    return {
        table_of<messages::TradeDecision>(
            "trade_decisions",
            {
                {"quote_id", "text"},
                {"asset_in", "text"},
                {"asset_out", "text"},
                {"decimals_in", "integer"},
                {"decimals_out", "integer"},
                {"exact_amount_in", "base_units"},
                {"exact_amount_out", "base_units"},
                {"min_deadline_ms", "bigint"},
                {"partner_id", "text"},
                {"outcome", "text"},
                {"reason", "text"},
                {"finding", "jsonb"},
                {"would_quote", "boolean"},
                {"stands_for", "bigint"},
                {"amount_in", "base_units"},
                {"amount_out", "base_units"},
                {"side", "text"},
                {"quoted_price", "token_price"},
                {"half_spread_ppm", "bigint"},
                {"spread", "jsonb"},
                {"notional_eure", "base_units"},
                {"slot", "text"},
                {"deadline_ms", "bigint"},
                {"inputs", "jsonb"},
                {"applied", "jsonb"},
                {"policy_hash", "text"},
                {"limits_hash", "text"},
                {"epoch", "bigint"},
                {"engine_seq", "bigint"},
                {"received_ns", "bigint"},
                {"heard_ns", "bigint"},
                {"decided_at_ns", "bigint"},
            }
        ),
        table_of<messages::Slots>(
            "slot_events",
            {
                {"account_id", "text"},
                {"epoch", "bigint"},
                {"revision", "bigint"},
                {"count_height", "bigint"},
                {"body", "jsonb"},
            }
        ),
        table_of<messages::ExecuteTrade>(
            "execute_trade_commands",
            {
                {"decision_id", "text"},
                {"quote_id", "text"},
                {"account_id", "text"},
                {"contract", "text"},
                {"asset_in", "text"},
                {"delta_in", "base_units_change"},
                {"asset_out", "text"},
                {"delta_out", "base_units_change"},
                {"nonce", "text"},
                {"deadline", "text"},
                {"quote_output", "text"},
                {"slot", "text"},
                {"epoch", "bigint"},
                {"expires_at_ms", "bigint"},
                {"instance", "text"},
                {"connection_id", "text"},
                {"received_ns", "bigint"},
                {"decided_at_ns", "bigint"},
            }
        ),
        table_of<messages::QuoteSigned>(
            "signed_quotes",
            {
                {"command_id", "text"},
                {"decision_id", "text"},
                {"quote_id", "text"},
                {"quote_hash", "text"},
                {"account_id", "text"},
                {"public_key", "text"},
                {"asset_in", "text"},
                {"delta_in", "base_units_change"},
                {"asset_out", "text"},
                {"delta_out", "base_units_change"},
                {"nonce", "text"},
                {"deadline", "text"},
                {"slot", "text"},
                {"epoch", "bigint"},
                {"notional_eure", "base_units"},
                {"reference_price", "token_price"},
                {"reference_price_id", "text"},
                {"heard_ns", "bigint"},
                {"signed_ns", "bigint"},
            }
        ),
        table_of<messages::TradeResult>(
            "trade_execution_results",
            {
                {"command_id", "text"},
                {"decision_id", "text"},
                {"quote_id", "text"},
                {"quote_hash", "text"},
                {"slot", "text"},
                {"epoch", "bigint"},
                {"outcome", "text"},
                {"refusal", "text"},
                {"finding", "jsonb"},
                {"rejection", "text"},
                {"detail", "text"},
                {"heard_ns", "bigint"},
                {"signed_ns", "bigint"},
                {"handed_ns", "bigint"},
                {"sent_ns", "bigint"},
                {"answered_ns", "bigint"},
            }
        ),
        table_of<messages::TradeSettlement>(
            "trade_settlements",
            {
                {"command_id", "text"},
                {"decision_id", "text"},
                {"quote_id", "text"},
                {"quote_hash", "text"},
                {"slot", "text"},
                {"nonce", "text"},
                {"state", "text"},
                {"is_last", "boolean"},
                {"evidence", "text"},
                {"intent_hash", "text"},
                {"tx_hash", "text"},
                {"block_height", "bigint", "/block/height"},
                {"block_hash", "text", "/block/hash"},
                {"block_time_ns", "bigint", "/block/time_ns"},
                {"is_nonce_used", "boolean"},
                {"inventory_id", "text"},
                {"quote_status_id", "text"},
                {"is_as_promised", "boolean"},
                {"failure", "text"},
                {"detail", "text"},
                {"notional_eure", "base_units"},
                {"realised_pnl_eure", "base_units_change"},
                {"reference_price", "token_price"},
                {"reference_price_id", "text"},
                {"body", "jsonb"},
            }
        ),
        table_of<messages::QuoteStatus>(
            "quote_status_events",
            {
                {"quote_hash", "text"},
                {"intent_hash", "text"},
                {"tx_hash", "text"},
                {"event", "text"},
                {"delivery_seq", "bigint"},
                {"instance", "text"},
                {"connection_id", "text"},
                {"received_ns", "bigint"},
                {"published_ns", "bigint"},
            }
        ),
    };
}

}  // namespace unrip::store
