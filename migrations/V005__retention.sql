-- What history-writer does to old rows and new days. It may neither delete nor create by itself: these
-- functions do it for it, as the owner, and only what they say.

set local role unrip_owner;

-- Makes the partitions of the days from `days_back` ago to `days_ahead` from now, as far as they are
-- missing, and gives back how many it made. Rows of such a day that were kept in the table's _other
-- partition move to where they belong. Days are UTC.
create function ensure_partitions(days_ahead integer, days_back integer default 8) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    parent text;
    day date;
    part text;
    lowest timestamptz;
    highest timestamptz;
    made integer := 0;
begin
    -- Two starters at once: the second finds it done.
    perform pg_advisory_xact_lock(hashtext('unrip.ensure_partitions'));
    foreach parent in array array['swap_demand_events', 'market_price_events'] loop
        for offset_days in -days_back .. days_ahead loop
            day := (now() at time zone 'utc')::date + offset_days;
            part := parent || '_' || to_char(day, 'YYYYMMDD');
            continue when to_regclass(part) is not null;

            lowest := day::timestamp at time zone 'utc';
            highest := (day + 1)::timestamp at time zone 'utc';
            execute format(
                'create table %I (like %I including defaults including constraints)', part, parent);
            perform set_config('unrip.trimming', 'on', true);
            execute format(
                'with moved as (delete from %I where sent_at >= $1 and sent_at < $2 returning *) '
                'insert into %I select * from moved', parent || '_other', part)
                using lowest, highest;
            perform set_config('unrip.trimming', 'off', true);
            execute format(
                'alter table %I attach partition %I for values from (%L) to (%L)',
                parent, part, lowest, highest);
            made := made + 1;
        end loop;
    end loop;
    return made;
end
$$;

-- Drops the partitions that end before `older_than`, which is at least a day ago, and gives back how
-- many. Dropping a day costs nothing, whatever it held.
create function drop_partitions(older_than timestamptz) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    part record;
    dropped integer := 0;
begin
    if older_than > now() - interval '1 day' then
        raise exception 'history younger than a day is not dropped (asked for %)', older_than;
    end if;
    for part in
        select child.relname as name, right(child.relname, 8) as day
        from pg_inherits
        join pg_class child on child.oid = inhrelid
        where inhparent in ('swap_demand_events'::regclass, 'market_price_events'::regclass)
            and child.relname ~ '_[0-9]{8}$'
    loop
        if (to_date(part.day, 'YYYYMMDD') + 1)::timestamp at time zone 'utc' <= older_than then
            execute format('drop table %I', part.name);
            dropped := dropped + 1;
        end if;
    end loop;
    return dropped;
end
$$;

-- Removes at most `chunk` of the oldest rows said before `older_than`, which is at least a day ago, and
-- gives back how many: call it again until that is less than the chunk. Kept for good are the tables
-- that know what was moved (liquidity_actions) and who changed what (service_control_events), and every
-- fill with its decision: P&L is their sum.
create function trim_history(table_name text, older_than timestamptz, chunk integer) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    removed integer;
    said_at text := case table_name when 'dead_letters' then 'received_at' else 'sent_at' end;
    but_not text := case table_name
        when 'trade_settlements' then $but$and state <> 'settled'$but$
        when 'trade_decisions' then
            $but$and not exists (
                select from trade_settlements
                where decision_id = trade_decisions.id and state = 'settled')$but$
        else ''
    end;
begin
    if table_name <> all (array[
        'swap_demand_events_other', 'market_price_events_other', 'quote_status_events',
        'trade_decisions', 'slot_events', 'execute_trade_commands', 'signed_quotes',
        'trade_execution_results', 'trade_settlements', 'intent_inventory_snapshots', 'venue_states',
        'portfolio_metrics_snapshots', 'alerts', 'dead_letters'
    ]) then
        raise exception '% is not a table that may be trimmed', table_name;
    end if;
    if older_than > now() - interval '1 day' then
        raise exception 'history younger than a day is not trimmed (asked for %)', older_than;
    end if;

    perform set_config('unrip.trimming', 'on', true);
    execute format(
        'delete from %1$I where ctid = any (array('
        'select ctid from %1$I where %2$I < $1 %3$s order by %2$I limit $2))',
        table_name, said_at, but_not)
        using older_than, chunk;
    get diagnostics removed = row_count;
    perform set_config('unrip.trimming', 'off', true);
    return removed;
end
$$;

grant execute on function ensure_partitions(integer, integer) to unrip_writer;
grant execute on function drop_partitions(timestamptz) to unrip_writer;
grant execute on function trim_history(text, timestamptz, integer) to unrip_writer;

-- A database is usable as soon as it is migrated.
do $$ begin perform ensure_partitions(2); end $$;

reset role;
