// pnl: what the trading has earned.

#include "figures.hpp"
#include "history.hpp"
#include "ports.hpp"
#include "reasons.hpp"
#include "verbs.hpp"

#include <ostream>
#include <utility>

namespace unrip::unripctl {
namespace {

// The difference between the newest valuation and the last one before the time asked for.
constexpr auto kSince = R"(
select json_build_object(
    'scope', now.scope, 'fills', now.fills - coalesce(before.fills, 0),
    'trade', (now.trade_pnl_eure - coalesce(before.trade_pnl_eure, 0))::text,
    'market', (now.price_move_pnl_eure - coalesce(before.price_move_pnl_eure, 0))::text,
    'together', (now.mark_to_market_pnl_eure - coalesce(before.mark_to_market_pnl_eure, 0))::text,
    'volume', (now.volume_eure - coalesce(before.volume_eure, 0))::text)
from (select * from v_pnl where metrics_id = (
    select id from portfolio_metrics_snapshots order by sent_at desc limit 1)) as now
left join (select * from v_pnl where metrics_id = (
    select id from portfolio_metrics_snapshots
    where sent_at <= now() - make_interval(secs => $1::bigint)
    order by sent_at desc limit 1)) as before on before.scope = now.scope
order by now.scope <> 'portfolio', now.scope)";

std::string scope_line(const std::string& scope, const Json& row) {
    return "  " + padded(scope, 12) + padded(count_text(number_at(row, "/fills").value_or(0)), 8) +
           padded(signed_figure(text_at(row, "/trade"), 2), 13) +
           padded(signed_figure(text_at(row, "/market"), 2), 13) +
           signed_figure(text_at(row, "/together"), 2) + "\n";
}

std::string heading() {
    return "  " + padded("", 12) + padded("fills", 8) + padded("trade", 13) + padded("market", 13) +
           "together (EURe)\n";
}

Json row_of(const Json& figures, const char* fills) {
    Json row;
    row["fills"] = number_at(figures, fills).value_or(0);
    row["trade"] = text_at(figures, "/trade_pnl_eure");
    row["market"] = text_at(figures, "/price_move_pnl_eure");
    row["together"] = text_at(figures, "/mark_to_market_pnl_eure");
    return row;
}

std::string pnl_text(const Json& said) {
    if (text_at(said, "/trade_pnl_eure").empty())
        return "Nothing yet: P&L begins with the first command.\n";
    std::string text =
        "Since the baseline of " + text_at(said, "/baseline/taken_at") + "\n\n" + heading();
    text += scope_line("portfolio", row_of(said, "/fills"));
    for (const auto& pair : said.at("pairs"))
        text += scope_line(text_at(pair, "/pair"), row_of(pair, "/fills"));
    text += "\n  held " + figure(text_at(said, "/value_eure"), 2) + " EURe, at the baseline " +
            figure(text_at(said, "/baseline/value_eure"), 2) + "; bridge fees " +
            figure(text_at(said, "/bridge_fees_eure"), 2) + ", apart\n";
    bool is_explained = true;
    for (const auto& asset : said.at("assets")) {
        const auto gap = text_at(asset, "/unexplained");
        if (gap.empty() || gap == "0") continue;
        text += "  UNEXPLAINED " + signed_amount_text(gap, text_at(asset, "/symbol")) +
                ": no fill and no known transfer accounts for it\n";
        is_explained = false;
    }
    if (!is_explained) {
        text +=
            "  For some seconds that is a count which came before its settlement. Look again; "
            "what\n"
            "  stays raises an alert: docs/OPERATOR_RUNBOOK.md, \"The books do not close\".\n";
    }
    return text +
           "\n  trade: at the prices of the baseline. market: what prices did to it since.\n"
           "  EURe counts as EUR, 1:1.\n";
}

Task<int> show_since(Tools& tools, Arguments arguments, std::int64_t seconds) {
    store::Cells parameters{std::to_string(seconds)};
    const auto rows = co_await tools.history.rows(kSince, std::move(parameters));
    if (!rows) co_return not_done(tools, rows.error().detail);
    if (arguments.has("--json")) {
        tools.out << Json(*rows).dump(2) << '\n';
        co_return kDone;
    }
    if (rows->empty() || text_at(rows->front(), "/trade").empty()) {
        tools.out << "Nothing yet: P&L begins with the first command.\n";
        co_return kDone;
    }
    tools.out << "In the last " << age_text(std::chrono::seconds{seconds}) << "\n\n" << heading();
    for (const auto& row : *rows)
        tools.out << scope_line(text_at(row, "/scope"), row);
    co_return kDone;
}

Task<int> run_pnl(Tools& tools, Arguments arguments) {
    if (const auto since = arguments.value("--since")) {
        const auto seconds = seconds_of("--since", *since);
        if (!seconds) {
            tools.err << "unripctl pnl: " << seconds.error().detail << '\n';
            co_return kWrongUse;
        }
        co_return co_await show_since(tools, std::move(arguments), *seconds);
    }
    const auto said = co_await tools.ports.get("history-writer", "/portfolio-metrics");
    if (!said) co_return not_done(tools, "history-writer: " + said.error().detail);
    if (!said->is_ok()) co_return not_done(tools, said->complaint());
    tools.out << (arguments.has("--json") ? said->body.dump(2) + "\n" : pnl_text(said->body));
    co_return kDone;
}

constexpr auto kTeaches =
    "trade    what the fills earned at the prices of the baseline\n"
    "market   what prices did since to what was traded\n"
    "together the fills at today's prices; deposits and withdrawals never enter\n"
    "\n"
    "The baseline is the last count before the first command. With --since: the change in that "
    "time.\n"
    "\n"
    "  unripctl pnl\n"
    "  unripctl pnl --since 24h\n";

}  // namespace

Command pnl_command() {
    return {
        "pnl",
        "[--since 24h] [--json]",
        "what the trading has earned",
        kTeaches,
        {0, 0, {"--since"}, {"--json"}},
        run_pnl};
}

}  // namespace unrip::unripctl
