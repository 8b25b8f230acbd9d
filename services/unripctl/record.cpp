#include "record.hpp"

#include "store/table.hpp"
#include "store/tables/tables.hpp"

#include <algorithm>
#include <set>

namespace unrip::unripctl {
namespace {

using std::chrono::hours;

/// How much earlier than the first decision a table is read.
hours before(const std::string& table) {
    constexpr hours kMonth{30 * 24};
    constexpr hours kDay{24};
    if (table == "service_control_events") return kMonth;
    if (table == "slot_events") return kDay;
    if (table == "swap_demand_events" || table == "trade_decisions") return hours{0};
    return hours{1};
}

/// What follows from decisions, or is only told to people, is nothing that the engine heard.
bool is_in(Extent extent, const std::string& table) {
    static const std::set<std::string> beside{
        "alerts", "dead_letters", "portfolio_metrics_snapshots", "quote_status_events"};
    static const std::set<std::string> following{"execute_trade_commands", "signed_quotes"};
    if (beside.contains(table)) return false;
    return extent == Extent::exported || !following.contains(table);
}

/// The field as the message had it: amounts and prices as text.
std::string field(const store::Column& column) {
    if (column.type == "base_units" || column.type == "base_units_change")
        return column.name + "::text";
    if (column.type == "token_price") return "trim_scale(" + column.name + ")::text";
    return column.name;
}

std::string body_of(const store::Table& table) {
    static const std::set<std::string> envelope{
        "id", "cause", "source", "pair", "trace", "sent_at", "received_at", "stream", "stream_seq"};
    std::string fields;
    for (const auto& column : table.columns) {
        if (column.name == "body") return "body";
        if (envelope.contains(column.name)) continue;
        fields += (fields.empty() ? "'" : ", '") + column.name + "', " + field(column);
    }
    return "json_build_object(" + fields + ")";
}

/// Compact and in the order of the fields, as on the wire: the schema stands first, by which
/// readers tell kinds apart, and the rest is read without searching. (json, not jsonb, keeps an
/// order.)
std::string select(const store::Table& table, Instant from, Instant to) {
    return "select received_at, stream, stream_seq, json_strip_nulls(json_build_object('schema', "
           "'" +
           table.schema +
           "', 'id', id, 'cause', cause, 'source', source, 'pair', pair, 'trace', trace,"
           " 'sent_at_ms', round(extract(epoch from sent_at) * 1000)::bigint, 'body', " +
           body_of(table) + "))::text as message from " + table.name + " where sent_at >= '" +
           store::to_timestamp_text(from - before(table.name)) + "' and sent_at < '" +
           store::to_timestamp_text(to) + "'";
}

}  // namespace

std::string record_query(Instant from, Instant to, Extent extent) {
    std::string all;
    for (const auto& table : store::history_tables()) {
        if (!is_in(extent, table.name)) continue;
        all += (all.empty() ? "" : " union all ") + select(table, from, to);
    }
    return "select message from (" + all + ") as record order by received_at, stream, stream_seq";
}

}  // namespace unrip::unripctl
