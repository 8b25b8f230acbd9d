// Where P&L starts: found once, kept for good, read back.

#include "ledger_baseline.hpp"

#include "ledger_cells.hpp"
#include "ledger_store.hpp"

namespace unrip::history_writer {
namespace {

// The command and what was said before it come through different streams. The count is looked for
// only when something newer than the command has come through the other one too.
constexpr auto kKeep = R"(
with first_command as (
    select id, sent_at from execute_trade_commands
    where account_id = $1 order by sent_at, id limit 1
), last_count as (
    select counted.* from intent_inventory_snapshots counted, first_command
    where counted.account_id = $1 and counted.sent_at <= first_command.sent_at
    order by counted.block_height desc, counted.sent_at desc, counted.id limit 1
)
insert into portfolio_baselines
    (account_id, first_command_id, commanded_at, inventory_id, block_height, taken_at, balances, prices)
select $1, first_command.id, first_command.sent_at, last_count.id, last_count.block_height,
    last_count.sent_at, last_count.body -> 'balances',
    coalesce((
        select jsonb_agg(jsonb_build_object('pair', before.pair, 'id', before.id, 'mid', before.mid::text))
        from unnest($2::text[]) as wanted(pair)
        cross join lateral (
            select * from market_price_events
            where pair = wanted.pair and status = 'agreed' and sent_at <= first_command.sent_at
            order by sent_at desc limit 1
        ) as before
    ), '[]'::jsonb)
from first_command, last_count
where exists (select from intent_inventory_snapshots where sent_at > first_command.sent_at)
    or exists (
        select from market_price_events
        where pair = any($2::text[]) and sent_at > first_command.sent_at)
on conflict do nothing)";

constexpr auto kIsKept = "select 1 from portfolio_baselines where account_id = $1";
constexpr auto kKept =
    "select first_command_id, inventory_id, block_height,"
    " (extract(epoch from taken_at) * 1000)::bigint from portfolio_baselines where account_id = $1";
constexpr auto kBalances =
    "select held ->> 'asset', held ->> 'spendable' from portfolio_baselines,"
    " jsonb_array_elements(balances) as held where account_id = $1";
constexpr auto kPrices =
    "select price ->> 'id', price ->> 'pair', price ->> 'mid' from portfolio_baselines,"
    " jsonb_array_elements(prices) as price where account_id = $1";

}  // namespace

Result<void> keep_baseline(
    store::Transaction& transaction,
    const std::string& account,
    const std::vector<std::string>& pairs
) {
    const auto kept = transaction.run_prepared(kIsKept, {account});
    if (!kept) return kept.failure();
    if (!kept->cells.empty()) return {};
    const auto done = transaction.run_prepared(kKeep, {account, text_array(pairs)});
    if (!done) return done.failure();
    return {};
}

Result<std::optional<BaselineRow>> read_baseline(
    store::Transaction& transaction, const std::string& account
) {
    const auto kept = transaction.run_prepared(kKept, {account});
    if (!kept) return kept.failure();
    if (kept->cells.empty()) return std::optional<BaselineRow>{};
    BaselineRow baseline;
    CellReader read{kept->cells.front()};
    baseline.first_command = CommandId{read.text()};
    baseline.inventory = MessageId{read.text()};
    baseline.height = read.whole();
    baseline.taken_at_ms = read.integer();
    if (auto done = read.done(); !done) return done.failure();

    const auto balances = transaction.run_prepared(kBalances, {account});
    if (!balances) return balances.failure();
    auto amounts = asset_amounts(*balances);
    if (!amounts) return amounts.failure();
    baseline.balances = std::move(*amounts);

    const auto prices = transaction.run_prepared(kPrices, {account});
    if (!prices) return prices.failure();
    auto rows = price_rows(*prices);
    if (!rows) return rows.failure();
    baseline.prices = std::move(*rows);
    return std::optional<BaselineRow>{std::move(baseline)};
}

Result<std::vector<PriceRow>> price_rows(const store::Rows& rows) {
    std::vector<PriceRow> prices;
    for (const auto& cells : rows.cells) {
        CellReader read{cells};
        PriceRow price;
        price.id = MessageId{read.text()};
        price.pair = read.text();
        price.mid = read.price();
        if (auto done = read.done(); !done) return done.failure();
        prices.push_back(std::move(price));
    }
    return prices;
}

}  // namespace unrip::history_writer
