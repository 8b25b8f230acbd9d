#include "events.hpp"

#include "history.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace unrip::unripctl {
namespace {

constexpr std::size_t kKnownMax = 20'000;
constexpr auto kAtOnce = "500";

struct Kind {
    const char* name;
    const char* table;
    const char* fields;  ///< Of the event's JSON, beside its kind, id and times.
};

// What a line needs, decimals applied. Where the token's decimals are not in the row, the newest
// count knows them.
constexpr std::array kKinds = std::to_array<Kind>({
    {"decision",
     "trade_decisions",
     "'quote_id', quote_id, 'pair', pair, 'partner', partner_id, 'outcome', outcome,"
     " 'reason', reason, 'finding', finding, 'would_quote', would_quote,"
     " 'stands_for', stands_for, 'side', side, 'asset_in', asset_in, 'asset_out', asset_out,"
     " 'gives', in_tokens(exact_amount_in, decimals_in)::text,"
     " 'wants', in_tokens(exact_amount_out, decimals_out)::text,"
     " 'amount_in', in_tokens(amount_in, decimals_in)::text,"
     " 'amount_out', in_tokens(amount_out, decimals_out)::text,"
     " 'price', quoted_price::text, 'half_spread_ppm', half_spread_ppm, 'slot', slot"},
    {"result",
     "trade_execution_results",
     "'quote_id', quote_id, 'outcome', outcome, 'refusal', refusal, 'rejection', rejection,"
     " 'finding', finding, 'detail', detail, 'relay_us', (answered_ns - sent_ns) / 1000"},
    {"settlement",
     "trade_settlements",
     "'quote_id', quote_id, 'pair', pair, 'state', state, 'evidence', evidence,"
     " 'intent_hash', intent_hash, 'tx_hash', tx_hash, 'failure', failure, 'detail', detail,"
     " 'earned', in_eure(realised_pnl_eure)::text, 'moved', ("
     "   select json_agg(json_build_object('asset', moved ->> 'asset', 'delta', in_tokens("
     "       (moved ->> 'delta')::numeric, case moved ->> 'asset' when d.asset_in"
     "       then d.decimals_in else d.decimals_out end)::text,"
     "       'is_base', (moved ->> 'asset' = d.asset_in) = (d.side = 'buy')))"
     "   from jsonb_array_elements(body -> 'realised') as moved, trade_decisions d"
     "   where d.id = given.decision_id)"},
    {"count",
     "intent_inventory_snapshots",
     "'block_height', block_height, 'trigger', trigger, 'held', ("
     "   select json_agg(json_build_object('symbol', held ->> 'symbol', 'spendable',"
     "       in_tokens((held ->> 'spendable')::numeric, (held ->> 'decimals')::int)::text))"
     "   from jsonb_array_elements(body -> 'balances') as held)"},
    {"control",
     "service_control_events",
     "'service', service, 'instance', instance, 'did', kind, 'actor', actor, 'reason', reason,"
     " 'ttl_seconds', ttl_seconds, 'changes', body -> 'changes'"},
    {"alert",
     "alerts",
     "'name', name, 'severity', severity, 'state', state, 'summary', summary, 'fix', fix,"
     " 'repeats', repeats"},
    {"liquidity",
     "liquidity_actions",
     "'action_id', action_id, 'what', kind, 'state', state, 'asset', asset, 'detail', detail,"
     " 'symbol', (select held ->> 'symbol' from (select body from intent_inventory_snapshots"
     "     order by sent_at desc limit 1) as newest,"
     "     jsonb_array_elements(newest.body -> 'balances') as held where held ->> 'asset' = asset),"
     " 'amount', (select in_tokens(amount, (held ->> 'decimals')::int)::text"
     "     from (select body from intent_inventory_snapshots order by sent_at desc limit 1) as"
     "     newest, jsonb_array_elements(newest.body -> 'balances') as held"
     "     where held ->> 'asset' = asset)"},
});

std::string select(const Kind& kind, const std::string& which) {
    return std::string{"select json_build_object('kind', '"} + kind.name +
           "', 'id', id, 'at', to_char(sent_at at time zone 'utc',"
           " 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'), 'received_at', received_at, " +
           kind.fields + ") as event, sent_at from (select * from " + kind.table + " " + which +
           ") as given";
}

std::string in_order(std::string unions) {
    return "select event from (" + std::move(unions) +
           ") as events order by sent_at, event ->> 'id'";
}

}  // namespace

Task<Result<std::vector<Json>>> Events::begin(History& history, std::int64_t count) {
    // At least one of each is read, to know where reading goes on.
    const auto limit = std::to_string(std::max<std::int64_t>(count, 1));
    std::string all;
    for (const auto& kind : kKinds) {
        all += (all.empty() ? "" : " union all ") + std::string{"("} +
               select(kind, "order by sent_at desc limit " + limit) + ")";
    }
    auto sql = in_order(std::move(all));
    auto rows = co_await history.rows(std::move(sql));
    if (!rows) co_return rows.failure();
    for (const auto& kind : kKinds)
        cursors_[kind.name] = "-infinity";
    auto events = taken(std::move(*rows));
    if (count == 0) events.clear();
    co_return events;
}

Task<Result<std::vector<Json>>> Events::news(History& history) {
    std::string all;
    store::Cells parameters;
    for (const auto& kind : kKinds) {
        parameters.emplace_back(cursors_[kind.name]);
        // Rows of one batch can become visible a moment after newer ones of another.
        const auto since = "$" + std::to_string(parameters.size());
        all += (all.empty() ? "" : " union all ") + std::string{"("} +
               select(
                   kind,
                   "where received_at > " + since +
                       "::timestamptz - interval '2 seconds' order by received_at limit " + kAtOnce
               ) +
               ")";
    }
    auto sql = in_order(std::move(all));
    auto rows = co_await history.rows(std::move(sql), std::move(parameters));
    if (!rows) co_return rows.failure();
    co_return taken(std::move(*rows));
}

std::vector<Json> Events::taken(std::vector<Json> rows) {
    std::vector<Json> fresh;
    for (auto& row : rows) {
        auto& cursor = cursors_[text_at(row, "/kind")];
        const auto received = text_at(row, "/received_at");
        if (cursor == "-infinity" || received > cursor) cursor = received;
        auto id = text_at(row, "/kind") + "/" + text_at(row, "/id");
        if (!known_.insert(id).second) continue;
        known_in_order_.push_back(std::move(id));
        fresh.push_back(std::move(row));
    }
    while (known_in_order_.size() > kKnownMax) {
        known_.erase(known_in_order_.front());
        known_in_order_.pop_front();
    }
    return fresh;
}

}  // namespace unrip::unripctl
