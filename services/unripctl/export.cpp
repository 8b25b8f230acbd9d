// export: the history for other tools.

#include "history.hpp"
#include "record.hpp"
#include "verbs.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <ostream>
#include <utility>

namespace unrip::unripctl {
namespace {

struct Source {
    const char* name;
    const char* table;
    const char* time;  ///< Indexed where the table is large.
};

constexpr std::array kSources = std::to_array<Source>({
    {"quotes", "v_quotes", "said_at"},
    {"fills", "v_fills", "settled_at"},
    {"pnl", "v_pnl", "sent_at"},
    {"decisions", "trade_decisions", "sent_at"},
    {"commands", "execute_trade_commands", "sent_at"},
    {"signed", "signed_quotes", "sent_at"},
    {"results", "trade_execution_results", "sent_at"},
    {"settlements", "trade_settlements", "sent_at"},
    {"prices", "market_price_events", "sent_at"},
    {"demands", "swap_demand_events", "sent_at"},
    {"counts", "intent_inventory_snapshots", "sent_at"},
    {"transfers", "liquidity_actions", "sent_at"},
    {"controls", "service_control_events", "sent_at"},
    {"alerts", "alerts", "sent_at"},
});

std::string csv_cell(const store::Cell& cell) {
    if (!cell) return {};
    if (cell->find_first_of(",\"\n\r") == std::string::npos) return *cell;
    std::string quoted = "\"";
    for (const char letter : *cell) {
        if (letter == '"') quoted += '"';
        quoted += letter;
    }
    return quoted + "\"";
}

std::string csv_line(const store::Cells& cells) {
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i)
        line += (i == 0 ? "" : ",") + csv_cell(cells[i]);
    return line + "\r\n";
}

std::string newest(const Source& source, const char* what) {
    const std::string time = source.time;
    return std::string{"select "} + what + " from (select * from " + source.table + " where " +
           time + " > now() - make_interval(secs => $1::bigint) order by " + time +
           " desc limit $2::bigint) as given order by " + time;
}

Task<Result<std::size_t>> write(
    History& history, const Source& source, bool is_csv, store::Cells bounds, std::ostream& out
) {
    if (is_csv) {
        store::Cells table{source.table};
        const auto names = co_await history.raw(
            "select column_name from information_schema.columns where table_name = $1"
            " and table_schema = 'public' order by ordinal_position",
            std::move(table)
        );
        if (!names) co_return names.failure();
        store::Cells heading;
        for (const auto& row : names->cells)
            heading.push_back(row.front());
        out << csv_line(heading);
    }
    // PostgreSQL's own text of each number: nothing passes through a floating-point number.
    auto sql = newest(source, is_csv ? "given.*" : "to_json(given)::text");
    const auto rows = co_await history.raw(std::move(sql), std::move(bounds));
    if (!rows) co_return rows.failure();
    for (const auto& cells : rows->cells)
        out << (is_csv ? csv_line(cells) : cells.front().value_or("null") + "\n");
    co_return rows->cells.size();
}

/// Whole messages, as they were said: what replay --file reads.
Task<Result<std::size_t>> write_messages(
    Tools& tools, std::int64_t seconds, std::int64_t limit, std::ostream& out
) {
    const auto now = tools.clock.now();
    auto sql = record_query(now - std::chrono::seconds{seconds}, now, Extent::exported) +
               " limit " + std::to_string(limit);
    const auto rows = co_await tools.history.raw(std::move(sql), store::Cells());
    if (!rows) co_return rows.failure();
    for (const auto& cells : rows->cells)
        out << cells.front().value_or("{}") << '\n';
    co_return rows->cells.size();
}

Task<int> run_export(Tools& tools, Arguments arguments) {
    constexpr std::int64_t kMost = 1'000'000;
    const auto since = seconds_of("--since", arguments.value("--since").value_or("1d"));
    const auto limit =
        whole_number("--limit", arguments.value("--limit").value_or("100000"), 1, kMost);
    const auto format = arguments.value("--format").value_or("jsonl");
    const auto name = arguments.word(0);
    const auto* const source = std::find_if(
        kSources.begin(), kSources.end(), [&](const Source& one) { return one.name == name; }
    );
    std::string mistake;
    if (!since) mistake = since.error().detail;
    if (!limit) mistake = limit.error().detail;
    if (format != "csv" && format != "jsonl") mistake = "--format is csv or jsonl.";
    const bool is_whole = name == "messages";
    if (is_whole && format != "jsonl") mistake = "messages are exported as jsonl.";
    if (source == kSources.end() && !is_whole) {
        mistake = "there is no \"" + name + "\"; there are messages";
        for (const auto& one : kSources)
            mistake += std::string{" "} + one.name;
    }
    if (!mistake.empty()) {
        tools.err << "unripctl export: " << mistake << '\n';
        co_return kWrongUse;
    }
    std::ofstream file;
    const auto path = arguments.value("--out");
    if (path) file.open(*path, std::ios::binary);
    if (path && !file) co_return not_done(tools, "can't write " + *path);
    store::Cells bounds{std::to_string(*since), std::to_string(*limit)};
    std::ostream& out = path ? static_cast<std::ostream&>(file) : tools.out;
    std::optional<Result<std::size_t>> answer;
    if (is_whole) {
        auto done = co_await write_messages(tools, *since, *limit, out);
        answer.emplace(std::move(done));
    } else {
        auto done = co_await write(tools.history, *source, format == "csv", std::move(bounds), out);
        answer.emplace(std::move(done));
    }
    const auto& written = *answer;
    if (!written) co_return not_done(tools, written.error().detail);
    out << std::flush;
    if (!out) co_return not_done(tools, "not all of it could be written: is the disk full?");
    tools.err << *written << " rows\n";
    co_return kDone;
}

constexpr auto kTeaches =
    "WHAT: quotes fills pnl decisions commands signed results settlements prices demands counts\n"
    "transfers controls alerts, or messages: all of it as it was said. Times are UTC, amounts of "
    "base\n"
    "units are exact; quotes, fills and pnl\n"
    "are in whole tokens. The newest rows within the time, oldest first, at most --limit of them.\n"
    "\n"
    "  unripctl export fills --since 30d --format csv --out fills.csv\n"
    "  unripctl export decisions --since 1h | jq .reason\n";

}  // namespace

Command export_command() {
    return {
        "export",
        "WHAT [--since 1d] [--format jsonl|csv] [--limit 100000] [--out FILE]",
        "the history for other tools: CSV or one JSON object a line",
        kTeaches,
        {1, 1, {"--since", "--format", "--limit", "--out"}, {}},
        run_export};
}

}  // namespace unrip::unripctl
