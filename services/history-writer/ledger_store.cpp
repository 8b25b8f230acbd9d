#include "ledger_store.hpp"

#include "ledger_baseline.hpp"
#include "ledger_cells.hpp"

#include <algorithm>

namespace unrip::history_writer {
namespace {

constexpr auto kOneMoment = "set transaction isolation level repeatable read, read only";
// Rows carry the time at which their stream took them, and come in that order but for what is
// delivered again after a crash. So the last two minutes are looked at again, and known by their
// ids.
constexpr auto kNewest =
    "select (coalesce(max(received_at), 'epoch') - interval '2 minutes')::text"
    " from trade_settlements where state = 'settled'";
constexpr auto kAccount =
    "select account_id from intent_inventory_snapshots order by sent_at desc limit 1";

constexpr auto kLastCounts =
    "select id, block_height from (select id, block_height, sent_at from intent_inventory_snapshots"
    " where account_id = $1 order by block_height desc, sent_at desc, id limit 3) as last"
    " order by block_height, sent_at";
constexpr auto kNewCounts =
    "select distinct on (block_height) id, block_height from intent_inventory_snapshots"
    " where account_id = $1 and block_height > $2::bigint"
    " order by block_height, sent_at desc, id limit 100";
constexpr auto kBalances =
    "select held ->> 'asset', held ->> 'spendable' from intent_inventory_snapshots,"
    " jsonb_array_elements(body -> 'balances') as held where id = $1";
constexpr auto kPrices =
    "select price.id, price.pair, price.mid from unnest($1::text[]) as wanted(pair)"
    " cross join lateral (select * from market_price_events where pair = wanted.pair"
    " and status = 'agreed' order by sent_at desc limit 1) as price";

// What came after the first command, by the time of nats-server: the clock of who says it may be
// wrong, and the money moved all the same.
constexpr auto kPairSums =
    "select pair, asset, sum(delta_units) from v_fill_deltas where received_at >= $1::timestamptz"
    " group by pair, asset";
constexpr auto kPairCounts =
    "select pair, count(*), sum(notional_units) from (select distinct settlement_id, pair,"
    " notional_units from v_fill_deltas where received_at >= $1::timestamptz) as fill group by "
    "pair";
constexpr auto kFirstMids =
    "select wanted.pair, first.mid from unnest($2::text[]) as wanted(pair) cross join lateral ("
    " select d.inputs ->> 'mid' as mid from trade_settlements t"
    " join trade_decisions d on d.id = t.decision_id"
    " where t.state = 'settled' and t.pair = wanted.pair and t.received_at >= $1::timestamptz"
    " order by t.sent_at limit 1) as first where first.mid is not null";
constexpr auto kMoves =
    "select asset, delta_units, block_height, true from v_fill_deltas"
    " where received_at >= $1::timestamptz and block_height > $2::bigint"
    " union all "
    "select asset, balance_delta, coalesce(block_height, $2::bigint + 1), false"
    " from liquidity_actions where account_id = $3 and balance_delta is not null"
    " and coalesce(block_height > greatest($2::bigint, $4::bigint), received_at > $1::timestamptz)";
constexpr auto kFolded =
    "select asset, sum(delta_units), true from v_fill_deltas"
    " where received_at >= $1::timestamptz and block_height <= $2::bigint group by asset"
    " union all "
    "select asset, sum(balance_delta), false from liquidity_actions"
    " where account_id = $3 and balance_delta is not null"
    " and block_height > $4::bigint and block_height <= $2::bigint group by asset";
// What the bridge keeps is known by the newest word of an action that has moved the balance.
constexpr auto kFees =
    "select asset, sum(fee) from (select distinct on (action_id) asset, fee, state, sent_at"
    " from liquidity_actions where account_id = $2 and fee is not null"
    " order by action_id, step desc) as newest"
    " where state in ('executed', 'bridging', 'completed', 'credited')"
    " and sent_at >= $1::timestamptz group by asset";
constexpr auto kLastSettlement =
    "select id from trade_settlements where state = 'settled' and received_at >= $1::timestamptz"
    " order by received_at desc, id desc limit 1";
constexpr auto kNewFills =
    "select settlement_id, pair, block_height, asset, delta_units, notional_units,"
    " (received_at - interval '2 minutes')::text from v_fill_deltas where received_at >= "
    "$1::timestamptz order by received_at, settlement_id";
constexpr auto kBaselineTime =
    "select commanded_at::text from portfolio_baselines where account_id = $1";

Result<std::vector<CountRow>> count_rows(store::Transaction& transaction, const store::Rows& rows) {
    std::vector<CountRow> counts;
    for (const auto& cells : rows.cells) {
        CellReader read{cells};
        CountRow count;
        count.id = MessageId{read.text()};
        count.height = read.whole();
        if (auto done = read.done(); !done) return done.failure();
        const auto balances = transaction.run_prepared(kBalances, {count.id.text()});
        if (!balances) return balances.failure();
        auto amounts = asset_amounts(*balances);
        if (!amounts) return amounts.failure();
        count.balances = std::move(*amounts);
        counts.push_back(std::move(count));
    }
    return counts;
}

Result<void> read_pairs(
    store::Transaction& transaction,
    const std::string& since,
    const std::vector<std::string>& pairs,
    LedgerRows& rows
) {
    const auto sums = transaction.run_prepared(kPairSums, {since});
    if (!sums) return sums.failure();
    for (const auto& cells : sums->cells) {
        CellReader read{cells};
        auto& pair = rows.pairs[read.text()];
        const auto asset = read.asset();
        pair.deltas[asset] = read.delta();
        if (auto done = read.done(); !done) return done;
    }
    const auto counted = transaction.run_prepared(kPairCounts, {since});
    if (!counted) return counted.failure();
    for (const auto& cells : counted->cells) {
        CellReader read{cells};
        auto& pair = rows.pairs[read.text()];
        pair.fills = read.whole();
        pair.volume = read.amount();
        if (auto done = read.done(); !done) return done;
    }
    const auto mids = transaction.run_prepared(kFirstMids, {since, text_array(pairs)});
    if (!mids) return mids.failure();
    for (const auto& cells : mids->cells) {
        CellReader read{cells};
        auto& pair = rows.pairs[read.text()];
        pair.first_mid = read.price();
        if (auto done = read.done(); !done) return done;
    }
    return {};
}

/// Fills and flows: summed up to the first of the last counts, one by one above it.
Result<void> read_moves(
    store::Transaction& transaction,
    const std::string& account,
    const std::string& since,
    LedgerRows& rows
) {
    const auto from = std::to_string(rows.baseline->height);
    const auto height = std::to_string(rows.counts.empty() ? 0 : rows.counts.front().height);
    const auto folded = transaction.run_prepared(kFolded, {since, height, account, from});
    if (!folded) return folded.failure();
    for (const auto& cells : folded->cells) {
        CellReader read{cells};
        const auto asset = read.asset();
        const auto sum = read.delta();
        (read.text() == "t" ? rows.fills : rows.flows)[asset] = sum;
        if (auto done = read.done(); !done) return done;
    }
    const auto moves = transaction.run_prepared(kMoves, {since, height, account, from});
    if (!moves) return moves.failure();
    for (const auto& cells : moves->cells) {
        CellReader read{cells};
        AssetMove moved;
        moved.asset = read.asset();
        moved.move.delta = read.delta();
        moved.move.height = read.whole();
        moved.move.is_fill = read.text() == "t";
        if (auto done = read.done(); !done) return done;
        rows.ahead.push_back(std::move(moved));
    }
    return {};
}

Result<void> read_since_baseline(
    store::Transaction& transaction,
    const std::string& account,
    const std::vector<std::string>& pairs,
    LedgerRows& rows
) {
    const auto time = transaction.run_prepared(kBaselineTime, {account});
    if (!time) return time.failure();
    const auto since = CellReader{time->cells.front()}.text();
    if (auto read = read_pairs(transaction, since, pairs, rows); !read) return read;
    if (auto read = read_moves(transaction, account, since, rows); !read) return read;
    const auto fees = transaction.run_prepared(kFees, {since, account});
    if (!fees) return fees.failure();
    auto amounts = asset_amounts(*fees);
    if (!amounts) return amounts.failure();
    rows.bridge_fees = std::move(*amounts);
    const auto last = transaction.run_prepared(kLastSettlement, {since});
    if (!last) return last.failure();
    if (!last->cells.empty())
        rows.last_settlement = MessageId{CellReader{last->cells.front()}.text()};
    return {};
}

struct NewFills {
    std::vector<std::vector<FillDelta>> fills;
    Cursor cursor;
};

Result<NewFills> read_fills(store::Transaction& transaction, const Cursor& cursor) {
    const auto rows = transaction.run_prepared(kNewFills, {cursor.since});
    if (!rows) return rows.failure();
    NewFills found;
    found.cursor.since = cursor.since;
    for (const auto& cells : rows->cells) {
        CellReader read{cells};
        FillDelta moved;
        moved.settlement = MessageId{read.text()};
        moved.pair = read.text();
        moved.height = read.whole();
        moved.asset = read.asset();
        moved.delta = read.delta();
        moved.notional = read.amount();
        found.cursor.since = read.text();
        if (auto done = read.done(); !done) return done.failure();
        found.cursor.known.insert(moved.settlement.text());
        if (cursor.known.contains(moved.settlement.text())) continue;
        const bool is_same =
            !found.fills.empty() && found.fills.back().front().settlement == moved.settlement;
        if (!is_same) found.fills.emplace_back();
        found.fills.back().push_back(std::move(moved));
    }
    return found;
}

}  // namespace

Result<std::optional<std::string>> read_account(store::Transaction& transaction) {
    const auto rows = transaction.run_prepared(kAccount, {});
    if (!rows) return rows.failure();
    if (rows->cells.empty()) return std::optional<std::string>{};
    return std::optional<std::string>{CellReader{rows->cells.front()}.text()};
}

Result<Restored> restore(
    store::Transaction& transaction,
    const std::string& account,
    const std::vector<std::string>& pairs
) {
    const auto frozen = transaction.run(kOneMoment);
    if (!frozen) return frozen.failure();
    Restored restored;
    auto& rows = restored.rows;
    auto baseline = read_baseline(transaction, account);
    if (!baseline) return baseline.failure();
    rows.baseline = std::move(*baseline);
    const auto last = transaction.run_prepared(kLastCounts, {account});
    if (!last) return last.failure();
    auto counts = count_rows(transaction, *last);
    if (!counts) return counts.failure();
    rows.counts = std::move(*counts);
    if (rows.baseline) {
        const auto floor = rows.baseline->height;
        std::erase_if(rows.counts, [&](const CountRow& count) { return count.height < floor; });
        auto read = read_since_baseline(transaction, account, pairs, rows);
        if (!read) return read.failure();
    }
    const auto prices = transaction.run_prepared(kPrices, {text_array(pairs)});
    if (!prices) return prices.failure();
    auto price = price_rows(*prices);
    if (!price) return price.failure();
    rows.prices = std::move(*price);

    const auto newest = transaction.run_prepared(kNewest, {});
    if (!newest) return newest.failure();
    restored.cursor.since = CellReader{newest->cells.front()}.text();
    auto fills = read_fills(transaction, restored.cursor);
    if (!fills) return fills.failure();
    restored.cursor.known = std::move(fills->cursor.known);
    return restored;
}

Result<News> read_news(
    store::Transaction& transaction,
    const std::string& account,
    const std::vector<std::string>& pairs,
    std::uint64_t height,
    const Cursor& cursor
) {
    News news;
    auto fills = read_fills(transaction, cursor);
    if (!fills) return fills.failure();
    news.fills = std::move(fills->fills);
    news.cursor = std::move(fills->cursor);
    const auto counted = transaction.run_prepared(kNewCounts, {account, std::to_string(height)});
    if (!counted) return counted.failure();
    auto counts = count_rows(transaction, *counted);
    if (!counts) return counts.failure();
    news.counts = std::move(*counts);
    const auto priced = transaction.run_prepared(kPrices, {text_array(pairs)});
    if (!priced) return priced.failure();
    auto prices = price_rows(*priced);
    if (!prices) return prices.failure();
    news.prices = std::move(*prices);
    return news;
}

}  // namespace unrip::history_writer
