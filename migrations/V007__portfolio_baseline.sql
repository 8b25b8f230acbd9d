-- Where P&L starts, kept for good: the counts and commands that it was taken from are trimmed one day.
-- And what those who watch go by: `where received_at > <last seen>`.

set local role unrip_owner;

create table portfolio_baselines (
    account_id       text not null,
    first_command_id text not null,
    commanded_at     timestamptz not null,
    inventory_id     text not null,
    block_height     bigint not null,
    taken_at         timestamptz not null,
    balances         jsonb not null,
    prices           jsonb not null,
    received_at      timestamptz not null default now(),
    primary key (account_id)
);

create trigger append_only before update or delete on portfolio_baselines
for each row execute function refuse_change();
create trigger never_emptied before truncate on portfolio_baselines
for each statement execute function refuse_change();

-- What the Verifier's logs say each fill moved, one row per fill and token. A quote settles once: where
-- two processes told of it, the word that came first is the one that counts.
create view v_fill_deltas as
select
    t.id as settlement_id,
    t.pair,
    t.sent_at,
    t.received_at,
    t.block_height,
    t.quote_hash,
    t.notional_eure as notional_units,
    entry ->> 'asset' as asset,
    (entry ->> 'delta')::numeric as delta_units
from trade_settlements t
cross join lateral jsonb_array_elements(t.body -> 'realised') as entry
where t.state = 'settled'
    and not exists (
        select from trade_settlements earlier
        where earlier.quote_hash = t.quote_hash
            and earlier.state = 'settled'
            and (earlier.received_at, earlier.id) < (t.received_at, t.id)
    );

-- Rows come in the order of received_at, so a block range index finds the newest ones and costs next
-- to nothing to keep.
do $$
declare
    grown text;
begin
    foreach grown in array array[
        'swap_demand_events', 'market_price_events', 'trade_decisions', 'slot_events',
        'execute_trade_commands', 'signed_quotes', 'trade_execution_results', 'trade_settlements',
        'quote_status_events', 'intent_inventory_snapshots', 'venue_states',
        'portfolio_metrics_snapshots', 'liquidity_actions', 'service_control_events', 'alerts'
    ] loop
        execute format(
            'create index %1$s_received on %1$s using brin (received_at) '
            'with (autosummarize = on, pages_per_range = 16)', grown);
    end loop;
end
$$;

-- Drops those partitions of one table that end before `older_than`, which is at least a day ago, and
-- gives back how many: demands and prices are not kept for equally long.
create function drop_partitions(table_name text, older_than timestamptz) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    part record;
    dropped integer := 0;
begin
    if table_name <> all (array['swap_demand_events', 'market_price_events']) then
        raise exception '% is not a table with a partition for each day', table_name;
    end if;
    if older_than > now() - interval '1 day' then
        raise exception 'history younger than a day is not dropped (asked for %)', older_than;
    end if;
    for part in
        select child.relname as name, right(child.relname, 8) as day
        from pg_inherits
        join pg_class child on child.oid = inhrelid
        where inhparent = table_name::regclass and child.relname ~ '_[0-9]{8}$'
    loop
        if (to_date(part.day, 'YYYYMMDD') + 1)::timestamp at time zone 'utc' <= older_than then
            execute format('drop table %I', part.name);
            dropped := dropped + 1;
        end if;
    end loop;
    return dropped;
end
$$;

grant execute on function drop_partitions(text, timestamptz) to unrip_writer;

reset role;
