// What was moved, what was switched, and what went wrong.

#include "messages/alert.hpp"
#include "messages/dead_letter.hpp"
#include "messages/liquidity_action.hpp"
#include "messages/service_control.hpp"
#include "store/tables/areas.hpp"
#include "store/tables/table_of.hpp"

namespace unrip::store {

std::vector<Table> operations_tables() {
    return {
        table_of<messages::LiquidityAction>(
            "liquidity_actions",
            {
                {"action_id", "text"},
                {"kind", "text"},
                {"state", "text"},
                {"step", "integer"},
                {"account_id", "text"},
                {"asset", "text"},
                {"amount", "base_units"},
                {"chain", "text"},
                {"address", "text"},
                {"requested_by", "text"},
                {"idempotency_key", "text"},
                {"fee", "base_units"},
                {"tx_hash", "text"},
                {"signed_tx_base64", "text"},
                {"tx_nonce", "bigint"},
                {"block_height", "bigint"},
                {"balance_delta", "base_units_change"},
                {"outside_tx_hash", "text"},
                {"commitments_revision", "bigint"},
                {"inventory_id", "text"},
                {"detail", "text"},
                {"body", "jsonb"},
            }
        ),
        table_of<messages::ServiceControl>(
            "service_control_events",
            {
                {"service", "text"},
                {"instance", "text"},
                {"kind", "text"},
                {"actor", "text"},
                {"reason", "text"},
                {"ttl_seconds", "bigint"},
                {"limits", "text"},
                {"policy_hash", "text"},
                {"limits_hash", "text"},
                {"epoch", "bigint"},
                {"engine_seq", "bigint"},
                {"body", "jsonb"},
            }
        ),
        table_of<messages::Alert>(
            "alerts",
            {
                {"name", "text"},
                {"key", "text"},
                {"severity", "text"},
                {"state", "text"},
                {"since_ms", "bigint"},
                {"repeats", "bigint"},
                {"summary", "text"},
                {"fix", "text"},
                {"body", "jsonb"},
            }
        ),
        // What other processes put aside. What the journal itself does is in dead_letters.cpp.
        table_of<messages::DeadLetter>(
            "dead_letters",
            {
                {"subject", "text"},
                {"message_id", "text"},
                {"reason", "text"},
                {"detail", "text"},
                {"payload", "bytea", "/payload_hex", Column::Form::hex},
                {"payload_bytes", "bigint"},
            }
        ),
    };
}

}  // namespace unrip::store
