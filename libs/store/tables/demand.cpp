// What was asked and what the market said.

#include "messages/market_price.hpp"
#include "messages/swap_demand.hpp"
#include "store/tables/areas.hpp"
#include "store/tables/table_of.hpp"

namespace unrip::store {

std::vector<Table> demand_tables() {
    return {
        table_of<messages::SwapDemand>(
            "swap_demand_events",
            {
                {"quote_id", "text"},
                {"asset_in", "text"},
                {"asset_out", "text"},
                {"exact_amount_in", "base_units"},
                {"exact_amount_out", "base_units"},
                {"min_deadline_ms", "bigint"},
                {"min_wait_ms", "bigint"},
                {"max_wait_ms", "bigint"},
                {"wait_ms", "bigint"},
                {"protocol_fee_included", "boolean"},
                {"partner_id", "text"},
                {"quote_type", "text"},
                {"is_dry", "boolean"},
                {"quote_timestamp", "text"},
                {"trusted_metadata", "text"},
                {"instance", "text"},
                {"connection_id", "text"},
                {"received_ns", "bigint"},
                {"published_ns", "bigint"},
            }
        ),
        table_of<messages::MarketPrice>(
            "market_price_events",
            {
                {"status", "text"},
                {"mid", "token_price"},
                {"half_width_ppm", "bigint"},
                {"disagreement_ppm", "bigint"},
                {"observed_at_ns", "bigint"},
                {"computed_at_ns", "bigint"},
                {"sources_min", "integer"},
                {"sources", "jsonb"},
                {"trigger", "text"},
                {"published_ns", "bigint"},
            }
        ),
    };
}

}  // namespace unrip::store
