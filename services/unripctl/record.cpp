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

const std::set<std::string>& not_replayed() {
    static const std::set<std::string> tables{
        "alerts", "dead_letters", "portfolio_metrics_snapshots", "quote_status_events"};
    return tables;
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
    return "jsonb_strip_nulls(jsonb_build_object(" + fields + "))";
}

/// The schema stands first, compact, as it does on the wire: that is how readers tell kinds apart.
std::string select(const store::Table& table, Instant from, Instant to) {
    return "select received_at, stream, stream_seq, '{\"schema\":\"" + table.schema +
           "\",' || substr((jsonb_strip_nulls(jsonb_build_object('id', id, 'cause', cause,"
           " 'source', source, 'pair', pair, 'trace', trace,"
           " 'sent_at_ms', round(extract(epoch from sent_at) * 1000)::bigint))"
           " || jsonb_build_object('body', " +
           body_of(table) + "))::text, 2) as message from " + table.name + " where sent_at >= '" +
           store::to_timestamp_text(from - before(table.name)) + "' and sent_at < '" +
           store::to_timestamp_text(to) + "'";
}

}  // namespace

std::string record_query(Instant from, Instant to) {
    std::string all;
    for (const auto& table : store::history_tables()) {
        if (not_replayed().contains(table.name)) continue;
        all += (all.empty() ? "" : " union all ") + select(table, from, to);
    }
    return "select message from (" + all + ") as record order by received_at, stream, stream_seq";
}

}  // namespace unrip::unripctl
