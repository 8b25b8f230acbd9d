// What was held, under which rules, and what it was worth.

#include "messages/intent_inventory.hpp"
#include "messages/portfolio_metrics.hpp"
#include "messages/venue.hpp"
#include "store/tables/areas.hpp"
#include "store/tables/table_of.hpp"

namespace unrip::store {

std::vector<Table> state_tables() {
    return {
        table_of<messages::IntentInventory>(
            "intent_inventory_snapshots",
            {
                {"account_id", "text"},
                {"contract", "text"},
                {"block_height", "bigint", "/block/height"},
                {"block_hash", "text", "/block/hash"},
                {"block_time_ns", "bigint", "/block/time_ns"},
                {"observed_at_ns", "bigint"},
                {"trigger", "text"},
                {"nodes_asked", "integer"},
                {"nodes_agreed", "integer"},
                {"body", "jsonb"},
            }
        ),
        table_of<messages::Venue>(
            "venue_states",
            {
                {"account_id", "text"},
                {"contract", "text"},
                {"block_height", "bigint", "/block/height"},
                {"block_hash", "text", "/block/hash"},
                {"block_time_ns", "bigint", "/block/time_ns"},
                {"observed_at_ns", "bigint"},
                {"trigger", "text"},
                {"current_salt", "text"},
                {"fee_ppm", "integer"},
                {"is_account_locked", "boolean"},
                {"is_auth_by_predecessor_enabled", "boolean"},
                {"is_paused", "boolean"},
                {"nodes_asked", "integer"},
                {"nodes_agreed", "integer"},
                {"body", "jsonb"},
            }
        ),
        table_of<messages::PortfolioMetrics>(
            "portfolio_metrics_snapshots",
            {
                {"account_id", "text"},
                {"trigger", "text"},
                {"inventory_id", "text"},
                {"last_settlement_id", "text"},
                {"fills", "bigint"},
                {"trade_pnl_eure", "base_units_change"},
                {"mark_to_market_pnl_eure", "base_units_change"},
                {"price_move_pnl_eure", "base_units_change"},
                {"value_eure", "base_units"},
                {"bridge_fees_eure", "base_units"},
                {"body", "jsonb"},
            }
        ),
    };
}

}  // namespace unrip::store
